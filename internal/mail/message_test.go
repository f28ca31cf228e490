package mail

import (
	"bytes"
	"net/mail"
	"strings"
	"testing"
	"time"
)

func TestAddress(t *testing.T) {
	for in, want := range map[string]string{
		"ngan@thainguyen.gov.vn": "ngan@thainguyen.gov.vn", " Ngan.Vi+bc@Thai-Nguyen.GOV.vn ": "Ngan.Vi+bc@thai-nguyen.gov.vn", "root@localhost": "root@localhost",
		"": "", "ngan": "", "@b.vn": "", "a@": "", "a@b": "", "a@b..vn": "", "a@-b.vn": "", "a b@c.vn": "", "Ngân <a@b.vn>": "", "a@b.vn, c@d.vn": "", "a@b.vn\r\nBcc: c@d.vn": "",
		"\"a b\"@c.vn": "", "a@[127.0.0.1]": "", "ngân@b.vn": "", "a@bình.vn": "", "a..b@c.vn": "", ".a@c.vn": "", "a@b.vn\x00": "", "<a@b.vn>": "", "a@b@c.vn": "", "a(x)@b.vn": "",
		strings.Repeat("a", 65) + "@b.vn": "", "a@" + strings.Repeat("b.", 130) + "vn": "",
	} {
		got, err := Address(in)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q %v, want %q", in, got, err, want)
		}
	}
}

func TestConfig(t *testing.T) {
	good := Config{Host: "smtp.example", From: "a@b.vn", User: "u", Password: "p"}
	for what, change := range map[string]func(*Config){
		"plain to elsewhere": func(c *Config) { c.Mode = Plain }, "an unknown mode": func(c *Config) { c.Mode = "ssl" }, "no sender": func(c *Config) { c.From = "" },
		"a list of senders": func(c *Config) { c.From = "a@b.vn, c@d.vn" }, "no password": func(c *Config) { c.Password = "" }, "a password for nobody": func(c *Config) { c.User = "" },
		"a port beyond": func(c *Config) { c.Port = 70000 }, "a host with a port": func(c *Config) { c.Host = "smtp.example:25" }, "a sender without a server": func(c *Config) { c.Host = "" },
	} {
		c := good
		change(&c)
		if _, err := c.Checked(); err == nil {
			t.Errorf("%s is taken", what)
		}
	}
	if c, err := good.Checked(); err != nil || c.Port != 587 || c.Mode != StartTLS || c.Name == "" {
		t.Errorf("%+v %v", c, err)
	}
	if c, err := (Config{}).Checked(); err != nil || c.On() {
		t.Error("no server is no fault")
	}
	if c, err := (Config{Host: "127.0.0.1", Mode: Plain, From: "a@b.vn"}).Checked(); err != nil || c.Port != 25 {
		t.Error("plain to this machine", err)
	}
}

// Nothing that a subject, a text, a name or an address of a page holds becomes a line of the head.
func FuzzHead(f *testing.F) {
	for _, s := range []string{"x\r\nBcc: evil@x.vn", "x\n\nbody", "\rBcc: a@b.vn", strings.Repeat("Ổ", 400), "=?utf-8?q?a=0D=0ABcc:x?=", "\u2028Bcc: a@b.vn", "\x85", "\x00\xff", "a>\r\nX: y", " ", ".", "\"0", "a\\"} {
		f.Add(s)
	}
	c, err := Config{Host: "smtp.example", From: "a@b.vn"}.Checked()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		named := c
		named.Name = s
		if named, err = named.Checked(); err != nil {
			t.Fatal(err)
		}
		m, err := named.compose(row{id: 5, address: "to@c.vn", subject: line(s, maxSubject), body: text(s)}, time.Unix(1_800_000_000, 0))
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if _, err := m.WriteTo(&out); err != nil {
			t.Fatal(err)
		}
		head, _, _ := strings.Cut(out.String(), "\r\n\r\n")
		for _, l := range strings.Split(head, "\r\n") {
			if strings.HasPrefix(l, " ") || strings.HasPrefix(l, "\t") {
				continue
			}
			name, _, ok := strings.Cut(l, ":")
			switch name {
			case "Date", "MIME-Version", "Message-ID", "Subject", "Auto-Submitted", "From", "To", "Content-Type", "Content-Transfer-Encoding":
			default:
				ok = false
			}
			if !ok || strings.ContainsAny(l, "\r\n") {
				t.Errorf("%q becomes the line %q of\n%s", s, l, head)
			}
		}
		if read, err := mail.ReadMessage(&out); err != nil || read.Header.Get("Bcc") != "" || len(read.Header["To"]) != 1 {
			t.Errorf("%q: %v", s, err)
		}
	})
}
