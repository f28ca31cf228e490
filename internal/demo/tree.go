package demo

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"giaoban/internal/org"
	"giaoban/internal/when"
)

//go:embed all:units
var unitLists embed.FS

// list is the file that units.mjs writes. A row is code, name with type, name, type, parent's code.
type list struct {
	Provinces, Districts, Communes [][5]string
}

const (
	rootCode                = "TW"
	firstDay      when.Date = 20210101
	mergeDay      when.Date = 20250701
	firstDemoDay  when.Date = 20260101 // the two quarters before it are reported by the units of after the merger
	perNewUnit              = 3.2      // communes of 2021 that one commune of 2025 joins, on the average
	levelCentre             = "centre"
	levelProvince           = "province"
	levelDistrict           = "district"
	levelCommune            = "commune"
)

// ErrNoUnits says that the program was built without the list of units.
var ErrNoUnits = errors.New("this program was built without the demo's list of units; build it with make")

func readUnits() (list, error) {
	var l list
	packed, err := unitLists.ReadFile("units/units.json.gz")
	if err != nil {
		return l, ErrNoUnits
	}
	plain, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return l, fmt.Errorf("demo: units: %w", err)
	}
	if err := json.NewDecoder(plain).Decode(&l); err != nil {
		return l, fmt.Errorf("demo: units: %w", err)
	}
	return l, nil
}

// tree makes the organisation of 2021 and its change of 1 July 2025.
func tree(l list) org.File {
	f := org.File{
		Levels: []org.FileLevel{
			{Code: levelCentre, VI: "Trung ương", EN: "Centre"},
			{Code: levelProvince, VI: "Tỉnh, thành phố", EN: "Province"},
			{Code: levelDistrict, VI: "Quận, huyện", EN: "District"},
			{Code: levelCommune, VI: "Xã, phường", EN: "Commune"},
		},
		Kinds: []org.FileKind{
			{Code: "office", VI: "Văn phòng", EN: "Office"},
			{Code: "tinh", VI: "Tỉnh", EN: "Province"},
			{Code: "thanh-pho", VI: "Thành phố", EN: "City"},
			{Code: "quan", VI: "Quận", EN: "Urban district"},
			{Code: "huyen", VI: "Huyện", EN: "District"},
			{Code: "thi-xa", VI: "Thị xã", EN: "Town"},
			{Code: "thi-tran", VI: "Thị trấn", EN: "Township"},
			{Code: "xa", VI: "Xã", EN: "Rural commune"},
			{Code: "phuong", VI: "Phường", EN: "Ward"},
			{Code: "dac-khu", VI: "Đặc khu", EN: "Special zone"},
		},
		Groups: regions(),
		Units:  []org.FileUnit{{Code: rootCode, Name: "Văn phòng Trung ương", Short: "Trung ương", Kind: "office", Level: levelCentre, From: firstDay}},
	}
	going, joined := make(map[string]province), make(map[string]string)
	for _, p := range provinces() {
		going[p.code], joined[p.code] = p, p.code
		for _, code := range p.joined {
			joined[code] = p.code
		}
	}
	for _, row := range l.Provinces {
		u := org.FileUnit{Code: row[0], Parent: rootCode, Name: row[1], Short: row[2], Kind: row[3], Level: levelProvince, From: firstDay}
		if p, ok := going[row[0]]; ok {
			u.Tile, u.Groups = &p.tile, []string{p.region}
		}
		if row[0] == "46" {
			u.Then = []org.FileVersion{{From: 20250101, Name: "Thành phố Huế", Short: "Huế", Kind: "thanh-pho"}}
		}
		f.Units = append(f.Units, u)
	}
	for _, p := range provinces() {
		if len(p.joined) > 0 {
			f.Changes = append(f.Changes, org.FileChange{Date: mergeDay, Kind: org.ChangeMerge, Act: mergeAct,
				From: append([]string{p.code}, p.joined...), To: []string{p.code}})
		}
	}
	communes := make(map[string][][5]string)
	for _, row := range l.Communes {
		communes[row[4]] = append(communes[row[4]], row)
	}
	taken := make(map[string]bool) // province and name of the communes of 2025
	for _, d := range l.Districts {
		district(&f, d, joined[d[4]], communes[d[0]], taken)
	}
	return f
}

// district adds a district, its communes, and what becomes of them.
func district(f *org.File, d [5]string, province string, communes [][5]string, taken map[string]bool) {
	u := org.FileUnit{Code: d[0], Parent: d[4], Name: d[1], Kind: d[3], Level: levelDistrict, From: firstDay}
	if len(communes) == 0 { // an island district without communes goes on as a special zone
		u.Then = []org.FileVersion{{From: mergeDay, Parent: province, Name: "Đặc khu " + d[2], Kind: "dac-khu", Level: levelCommune}}
		f.Units = append(f.Units, u)
		return
	}
	f.Units = append(f.Units, u)
	for _, c := range communes {
		f.Units = append(f.Units, org.FileUnit{Code: c[0], Parent: d[0], Name: c[1], Kind: c[3], Level: levelCommune, From: firstDay})
	}
	groups := max(1, int(float64(len(communes))/perNewUnit+0.5))
	for g := range groups {
		from := communes[g*len(communes)/groups : (g+1)*len(communes)/groups]
		to := org.FileUnit{Code: "M" + from[0][0], Parent: province, Level: levelCommune, From: mergeDay, Invented: true}
		to.Name, to.Kind = newName(from, province, taken)
		codes := make([]string, len(from))
		for i, c := range from {
			codes[i] = c[0]
		}
		f.Units = append(f.Units, to)
		f.Changes = append(f.Changes, org.FileChange{Date: mergeDay, Kind: org.ChangeMerge, Act: "Phương án minh hoạ", Note: "Ghép giả định giữa các xã, phường liền nhau", From: codes, To: []string{to.Code}})
	}
	f.Changes = append(f.Changes, org.FileChange{Date: mergeDay, Kind: org.ChangeDissolve, Act: mergeAct, From: []string{d[0]}})
}

// newName takes the name of one of the joined communes that the province does not have yet.
func newName(from [][5]string, province string, taken map[string]bool) (name, kind string) {
	wards := 0
	for _, c := range from {
		if c[3] == "phuong" {
			wards++
		}
	}
	kind, prefix := "xa", "Xã "
	if 2*wards > len(from) {
		kind, prefix = "phuong", "Phường "
	}
	for _, c := range from {
		if name = prefix + c[2]; !taken[province+name] && !strings.ContainsAny(c[2], "0123456789") {
			taken[province+name] = true
			return name, kind
		}
	}
	for n := 2; ; n++ {
		if name = fmt.Sprintf("%s%s %d", prefix, from[0][2], n); !taken[province+name] {
			taken[province+name] = true
			return name, kind
		}
	}
}
