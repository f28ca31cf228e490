package store_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"giaoban/internal/ident"
)

// desk is a browser of one account, whose writes bear idempotency keys. It repeats what was not answered, as browsers' users and
// scripts do, and remembers what was.
type desk struct {
	house     *house
	login     string
	unit      ident.ID
	task      ident.ID
	documents []ident.ID
	client    *http.Client

	step     int
	pending  *act  // sent and not answered
	acked    []act // answered, of this life of the program
	keys     []string
	draft    int64 // version of the draft
	filed    int64 // versions filed, as acknowledged
	figure   int64 // A2 as typed
	figureIn int64 // A2 of the version that was filed last
	in       bool  // filed and not returned
	notes    int64
	read     int // documents acknowledged
}

// act is one write and its answer.
type act struct {
	kind, path, key, body, mime string
	lang                        string // "" is the account's
	by                          *desk
	status                      int
	answer                      string
}

func (d *desk) signIn(base string) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	d.client = &http.Client{Jar: jar, Timeout: 40 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := d.client.PostForm(base+"/sign-in", url.Values{"login": {d.login}, "password": {password}})
	if err != nil {
		return err
	}
	defer func() { res.Body.Close() }()
	for range 200 { // many at once stand in line, as browsers do
		if res.StatusCode != http.StatusOK && res.Header.Get("Location") != "/sign-in/wait" {
			break
		}
		res.Body.Close()
		time.Sleep(100 * time.Millisecond)
		if res, err = d.client.Get(base + "/sign-in/wait"); err != nil {
			return err
		}
	}
	if res.StatusCode != http.StatusSeeOther || strings.Contains(res.Header.Get("Location"), "sign-in") {
		body, _ := io.ReadAll(res.Body)
		return fmt.Errorf("sign in %s: %s %s", d.login, res.Status, body)
	}
	return nil
}

// do sends an act and keeps its answer.
func (a *act) do(base string) error {
	req, err := http.NewRequest(http.MethodPost, base+a.path, strings.NewReader(a.body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", a.mime)
	req.Header.Set("Idempotency-Key", a.key)
	if a.lang != "" {
		req.Header.Set("Accept-Language", a.lang)
		req.AddCookie(&http.Cookie{Name: "giaoban_lang", Value: a.lang})
	}
	res, err := a.by.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	a.status, a.answer = res.StatusCode, res.Header.Get("Location")
	if res.StatusCode != http.StatusSeeOther {
		a.answer = string(body)
	}
	return nil
}

const form = "application/x-www-form-urlencoded"

// next is what the desk does now: it drafts, signs and files its report, tells of its task, acknowledges a document; then the
// office gives the report back, and so on.
func (d *desk) next() *act {
	at := "/reports/" + d.house.request.ID.String() + "/units/" + d.unit.String()
	a := &act{by: d, key: newKey(), mime: form}
	values := url.Values{}
	switch d.step % 6 {
	case 0:
		d.figure = d.figure%9000 + 1 + int64(len(d.login))
		fields := map[string]string{"A2": strconv.FormatInt(d.figure, 10)}
		if d.filed == 0 {
			fields = firstDraft(d.figure)
		}
		body, _ := json.Marshal(map[string]any{"base": d.draft, "fields": fields})
		a.kind, a.path, a.body, a.mime = "draft", at+"/fields", string(body), "application/json"
		return a
	case 1:
		a.kind, a.path = "sign", at+"/sign"
		values.Set("capacity", "head")
		values.Set("draft", strconv.FormatInt(d.draft, 10))
	case 2:
		a.kind, a.path = "file", at+"/file"
		values.Set("number", "125-BC/BTCTU")
		values.Set("dated", time.Now().Format("02/01/2006"))
	case 3:
		a.kind, a.path = "note", "/tasks/"+d.task.String()+"/note"
		values.Set("note", "Đã làm thêm một phần, lần "+strconv.FormatInt(d.notes+1, 10))
	case 4:
		if d.read == len(d.documents) {
			d.step++
			return d.next()
		}
		a.kind, a.path = "acknowledge", "/documents/"+d.documents[d.read].String()+"/acknowledge"
		values.Set("version", "1")
	case 5:
		a.kind, a.path, a.by = "return", at+"/return", d.house.office
		values.Set("version", strconv.FormatInt(d.filed, 10))
		values.Set("general", "Xem lại số liệu.")
	}
	a.body = values.Encode()
	return a
}

func firstDraft(a2 int64) map[string]string {
	return map[string]string{"A2": strconv.FormatInt(a2, 10), "A3": "609", "A4": "4.318", "A5": "118.462", "B1": "1.398", "B2": "812", "B4": "2.990",
		"F1": "1.643", "F2": "1.528", "H1": "14", "H2": "8",
		"N2": "Chuẩn bị bầu cử; kiện toàn chức danh; quán triệt nghị quyết; ban hành chương trình.", "N3": "Một số việc còn chậm.", "N6": "Tổ chức tốt cuộc bầu cử."}
}

// turn does one act, or the one that was not answered; an error says that the program is gone.
func (d *desk) turn(base string) error {
	if d.pending == nil {
		d.pending = d.next()
	}
	a := d.pending
	if err := a.do(base); err != nil {
		return err
	}
	if a.status == http.StatusServiceUnavailable || a.status == http.StatusBadGateway {
		return fmt.Errorf("%w: %s", errUnavailable, a.answer)
	}
	if want := http.StatusSeeOther; a.kind == "draft" && a.status != http.StatusOK || a.kind != "draft" && a.status != want {
		return fmt.Errorf("%w: %s %s: %d %.1500s", errRefused, d.login, a.kind, a.status, a.answer)
	}
	switch a.kind {
	case "draft":
		var saved struct {
			Version   int64
			Conflicts []any
		}
		if err := json.Unmarshal([]byte(a.answer), &saved); err != nil || len(saved.Conflicts) > 0 {
			return fmt.Errorf("%w: %s draft: %s", errRefused, d.login, a.answer)
		}
		d.draft = saved.Version
	case "file":
		d.filed++
		d.figureIn, d.in = d.figure, true
	case "note":
		d.notes++
	case "acknowledge":
		d.read++
	case "return":
		d.in = false
	}
	d.acked = append(d.acked, *a)
	d.keys = append(d.keys, a.key)
	d.pending = nil
	d.step++
	return nil
}

var (
	errRefused     = errors.New("refused")
	errUnavailable = errors.New("unavailable")
)

// get reads a page or JSON as this account.
func (d *desk) get(address string, header ...string) (int, []byte, error) {
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return 0, nil, err
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := d.client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return res.StatusCode, bytes.TrimSpace(body), err
}

func (d *desk) read200(t testing.TB, address string, into any) {
	t.Helper()
	status, body, err := d.get(address)
	if err != nil || status != http.StatusOK {
		t.Fatalf("%s: %d, %v %.800s", address, status, err, body)
	}
	must(t, json.Unmarshal(body, into))
}
