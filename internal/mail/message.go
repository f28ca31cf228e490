package mail

import (
	"errors"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	gomail "github.com/wneessen/go-mail"

	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// ErrAddress says that a text is no address that mails can go to.
var ErrAddress = errors.New("mail: no address")

const (
	maxAddress = 254 // octets, RFC 5321
	maxLocal   = 64
	maxSubject = 200    // characters
	maxBody    = 64_000 // characters: a digest of 200 lines with its foot
)

// Address validates one plain address and gives it with its domain in small letters.
// Names beside it, comments, quoted parts, lists, and addresses beyond ASCII are refused.
func Address(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > maxAddress {
		return "", ErrAddress
	}
	for _, r := range text {
		if r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),:;<>[\]`, r) {
			return "", ErrAddress
		}
	}
	at := strings.LastIndexByte(text, '@')
	if at < 1 || at > maxLocal {
		return "", ErrAddress
	}
	local, domain := text[:at], strings.ToLower(text[at+1:])
	parsed, err := mail.ParseAddress(local + "@" + domain)
	if err != nil || parsed.Address != local+"@"+domain || parsed.Name != "" {
		return "", ErrAddress
	}
	if !strings.Contains(domain, ".") && domain != "localhost" {
		return "", ErrAddress
	}
	for _, label := range strings.Split(domain, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return "", ErrAddress
		}
	}
	return parsed.Address, nil
}

// Mail is one mail to be sent.
type Mail struct {
	Mark    string // of two with the same mark the second is not queued; "" always is
	Account ident.ID
	Kind    string
	Address string
	Subject string
	Body    string
	Off     string       // address of the page where such mails are switched off, "" for none
	After   when.Instant // real time before which it is not sent, 0: at once
}

// line makes one line of a head: no control character, at most so many characters.
func line(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\r' || r == '\n' || r == '\t' || r == 0x85 || r == 0x2028 || r == 0x2029:
			return ' '
		case r < ' ' || r == 0x7f:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most-1]) + "…"
	}
	return s
}

// text makes a body: lines end alike, nothing but letters and ends of lines.
func text(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(s, ""))
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, s)
	if utf8.RuneCountInString(s) > maxBody {
		s = string([]rune(s)[:maxBody-1]) + "…"
	}
	return strings.TrimSpace(s) + "\n"
}

// messageID names a mail for ever, whichever process sends it and how often it tries.
func (c Config) messageID(id ident.ID) string { return id.String() + ".giaoban@" + c.domain() }

// compose makes the mail of a row.
func (c Config) compose(r row, now time.Time) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithEncoding(gomail.EncodingQP), gomail.WithCharset(gomail.CharsetUTF8), gomail.WithNoDefaultUserAgent())
	m.FromMailAddress(&mail.Address{Name: c.Name, Address: c.From})
	if err := m.To(r.address); err != nil {
		return nil, err
	}
	m.Subject(line(r.subject, maxSubject))
	m.SetDateWithValue(now)
	m.SetMessageIDWithValue(c.messageID(r.id))
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	if r.off != "" {
		m.SetGenHeaderPreformatted(gomail.HeaderListUnsubscribe, "<"+r.off+">")
	}
	m.SetBodyString(gomail.TypeTextPlain, r.body)
	return m, nil
}
