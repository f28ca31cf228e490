package web

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"giaoban/internal/fault"
)

type body struct {
	Unit    string            `json:"unit"`
	Figures map[string]string `json:"figures"`
}

func decode(text string) (body, error) {
	var b body
	c := &Ctx{R: httptest.NewRequest(http.MethodPost, "/", strings.NewReader(text))}
	return b, c.Decode(&b)
}

func TestABodyIsOneValueOfKnownFields(t *testing.T) {
	for text, good := range map[string]bool{
		`{"unit":"1"}`: true, ` {"unit":"1"} ` + "\n": true, `{}`: true,
		``: false, `{`: false, `{"unit":1}`: false, `{"other":1}`: false, `{"unit":"1"} {"unit":"2"}`: false, `{"unit":"1"}]`: false, `[]`: false,
	} {
		if _, err := decode(text); (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// Whatever the bytes, a body is taken or refused as invalid; it never becomes an error of ours.
func FuzzDecodeBody(f *testing.F) {
	for _, seed := range []string{`{"unit":"1","figures":{"a":"1"}}`, `{"unit":"\ud800"}`, `{"figures":{"a":1e309}}`, strings.Repeat("[", 20000), "\xff{}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, err := decode(text)
		var refused *fault.Fault
		if err != nil && (!errors.As(err, &refused) || refused.Kind != fault.KindInvalid) {
			t.Errorf("%q: %v", text, err)
		}
	})
}

// A forged sentence in the cookie is text or nothing.
func FuzzFlashCookie(f *testing.F) {
	good, err := json.Marshal([]map[string]string{{"Kind": "ok", "Text": "<b>"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(base64.RawURLEncoding.EncodeToString(good))
	f.Add(base64.RawURLEncoding.EncodeToString([]byte(`[{"Kind":1}]`)))
	f.Add("%%%")
	f.Fuzz(func(t *testing.T, value string) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Cookie", cookieName(false, "flash")+"="+value)
		c := &Ctx{R: r, W: httptest.NewRecorder(), mux: &Mux{}}
		for _, sentence := range c.takeFlashes() {
			if sentence.Kind != "ok" && sentence.Kind != "warn" && sentence.Kind != "bad" {
				t.Errorf("%q brings the kind %q", value, sentence.Kind)
			}
		}
	})
}
