package i18n

import "strings"

const maxAlternatives = 12

// synonyms lists, folded, the ways officials write one name. Each group is
// interchangeable in a search.
func synonyms() [][]string {
	return [][]string{
		{"trung uong", "t.u", "tw", "t.w"},
		{"hoi dong nhan dan", "hdnd"},
		{"uy ban nhan dan", "ubnd"},
		{"dai bieu quoc hoi", "dbqh"},
		{"quoc hoi", "qh"},
		{"ban chap hanh", "bch"},
		{"ban chi dao", "bcd"},
		{"uy ban bau cu", "ubbc"},
		{"mat tran to quoc", "mttq"},
		{"thanh pho ho chi minh", "tp. ho chi minh", "tp ho chi minh", "tp.hcm", "tphcm", "tp hcm"},
		{"thanh pho", "tp.", "tp"},
		{"nghi quyet", "nq"},
		{"huong dan", "hd"},
		{"quyet dinh", "qd"},
		{"ke hoach", "kh"},
		{"cai cach hanh chinh", "cchc"},
		{"cong nghe thong tin", "cntt"},
		{"can bo, cong chuc, vien chuc", "cbccvc"},
		{"doanh nghiep", "dn"},
		{"toa an nhan dan", "tand"},
		{"vien kiem sat nhan dan", "vksnd"},
	}
}

// Expand gives the texts a query should also be looked up as: the folded
// query itself first, then the same with short forms spelt out and long
// forms shortened (HĐND, T.Ư …). A query ending in "qui" is also offered as
// "quy", because the reader may still be typing "quyết". At most 12.
func Expand(folded string) []string {
	if folded == "" {
		return nil
	}
	found := []string{folded}
	seen := map[string]bool{folded: true}
	add := func(s string) {
		if len(found) < maxAlternatives && !seen[s] {
			seen[s] = true
			found = append(found, s)
		}
	}
	for i := 0; i < len(found) && len(found) < maxAlternatives; i++ {
		for _, group := range synonyms() {
			for _, from := range group {
				at := wordIndex(found[i], from)
				if at < 0 {
					continue
				}
				for _, to := range group {
					if to != from {
						add(found[i][:at] + to + found[i][at+len(from):])
					}
				}
				break
			}
		}
	}
	if folded == "qui" || strings.HasSuffix(folded, " qui") {
		add(strings.TrimSuffix(folded, "i") + "y")
	}
	return found
}

// wordIndex finds part in s where it stands as whole words.
func wordIndex(s, part string) int {
	for from := 0; ; {
		at := strings.Index(s[from:], part)
		if at < 0 {
			return -1
		}
		at += from
		end := at + len(part)
		if (at == 0 || !wordByte(s[at-1])) && (end == len(s) || !wordByte(s[end])) {
			return at
		}
		from = at + 1
	}
}

func wordByte(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'z' || c >= 0x80 || c == '.'
}
