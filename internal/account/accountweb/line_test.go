package accountweb

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/i18n"
	"giaoban/internal/web"
	"giaoban/internal/webtest"
)

// office is one browser of many behind one address.
type office struct {
	*http.Client
	base string
}

func (o office) ask(method, path string, form url.Values) (*http.Response, string, error) {
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequest(method, o.base+path, body)
	if err != nil {
		return nil, "", err
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("X-Forwarded-For", "203.0.113.7")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	res, err := o.Do(r)
	if err != nil {
		return nil, "", err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return res, string(text), err
}

// Five hundred people of one address sign in at the same moment, each with a browser without scripts: all get in,
// nobody is refused, whoever waits sees its place.
func TestFiveHundredSignInAtOnce(t *testing.T) {
	people := 500
	if dbtest.Postgres() { // the line is the same there: as many as make one
		people = 150
	}
	hash := account.Hash(password)
	s := site(t, web.Config{BehindProxy: true}, hash)
	file := account.File{Hash: hash}
	for n := range people {
		file.Accounts = append(file.Accounts, account.FileAccount{Login: fmt.Sprintf("nguoi.%d", n), Name: fmt.Sprintf("Người %d", n),
			Grants: []account.FileGrant{{Role: actor.Specialist, Unit: "19"}}})
	}
	if err := s.Account.Load(t.Context(), actor.SystemActor("test"), file); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Mux)
	defer server.Close()
	wire := &http.Transport{MaxConnsPerHost: 0, MaxIdleConnsPerHost: people}
	defer wire.CloseIdleConnections()
	var all sync.WaitGroup
	var waited, placed, most atomic.Int64
	began := time.Now()
	for n := range people {
		all.Go(func() {
			jar, err := cookiejar.New(nil)
			if err != nil {
				t.Error(err)
				return
			}
			o := office{&http.Client{Transport: wire, Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, server.URL}
			res, text, err := o.ask("POST", "/sign-in", enter(fmt.Sprintf("nguoi.%d", n), password))
			for tries := 0; ; tries++ {
				if err != nil || res.StatusCode >= 400 || tries > 200 {
					t.Errorf("person %d: %v, %v: %.200s", n, res, err, text)
					return
				}
				at := res.Header.Get("Location")
				if res.StatusCode == http.StatusSeeOther && at == "/account" {
					break
				}
				if res.StatusCode == http.StatusOK {
					if strings.Contains(text, `http-equiv="refresh"`) && strings.Contains(text, "data-ahead>") && !strings.Contains(text, `class="wait-place" hidden`) {
						placed.Add(1)
					} else {
						t.Errorf("a waiting page without a place: %.2000s", text)
						return
					}
					most.Store(max(most.Load(), s.Account.Waiting()))
					time.Sleep(time.Second)
				} else if tries == 0 {
					waited.Add(1)
				}
				res, text, err = o.ask("GET", "/sign-in/wait", nil)
			}
			if res, _, err := o.ask("GET", "/account", nil); err != nil || res.StatusCode != 200 {
				t.Errorf("person %d has no session: %v, %v", n, res, err)
			}
		})
	}
	all.Wait()
	t.Logf("%d people in %v; %d waited in line, %d pages with a place, at most %d in line", people, time.Since(began).Round(time.Millisecond), waited.Load(), placed.Load(), most.Load())
	if waited.Load() == 0 || placed.Load() == 0 {
		t.Error("nobody waited: the test shows nothing")
	}
	for deadline := time.Now().Add(20 * time.Second); s.Account.Waiting() > 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d still in line", s.Account.Waiting())
		}
	}
}

// busy fills the places in which passwords are looked at, until the returned function is called.
func busy(t *testing.T, s *webtest.Site) (free func()) {
	t.Helper()
	let := make(chan struct{})
	for n := range 2 {
		asked := 0
		go func() {
			_, _ = s.Account.SignIn(t.Context(), account.Attempt{Login: fmt.Sprintf("cham.%d", n), Password: password, Admit: func() error {
				if asked++; asked == 2 { // its turn has come
					<-let
				}
				return nil
			}})
		}()
	}
	for s.Account.Waiting() < 2 {
		time.Sleep(time.Millisecond)
	}
	return sync.OnceFunc(func() { close(let) })
}

func TestWaitingPage(t *testing.T) {
	s := site(t, web.Config{}, account.Hash(password))
	free := busy(t, s)
	defer free()
	b := s.Visitor()
	b.Get("/sign-in/wait").WantRedirect("/sign-in")
	b.Post("/sign-in", enter("linh", password)).WantRedirect("/sign-in/wait")
	page := b.Get("/sign-in/wait").Want(200)
	webtest.Check(t, page, i18n.VI)
	page.HasText("Số người ở trước").HasText("vài giây nữa")
	webtest.Check(t, b.In(i18n.EN).Get("/sign-in/wait").Want(200).HasText("People ahead"), i18n.EN)
	if text := string(page.Body); strings.Contains(text, password) || strings.Contains(text, url.QueryEscape(password)) {
		t.Error("the page shows the password")
	}
	cookie := b.Cookie("giaoban_wait")
	if cookie == nil || !cookie.HttpOnly || strings.Contains(cookie.Value, "linh") {
		t.Errorf("cookie %+v", cookie)
	}
	var place waitPlace
	b.Get("/sign-in/place").Want(200).JSON(&place)
	if place.Ready || !place.Known || place.Ahead != "0" || place.Again < 2 {
		t.Errorf("%+v", place)
	}
	b.Post("/sign-in", enter("linh", password)).WantRedirect("/sign-in/wait")
	if n := s.Account.Waiting(); n != 3 {
		t.Errorf("the same form twice takes %d places", n-2)
	}
	other := s.Visitor()
	other.Post("/sign-in", enter("hoang.thu.trang", password)).WantRedirect("/sign-in/wait")
	other.Get("/sign-in/place").JSON(&place)
	if place.Ahead != "1" {
		t.Errorf("%+v", place)
	}
	other.Post("/sign-in/leave", nil).WantRedirect("/sign-in")
	other.Get("/sign-in/wait").WantRedirect("/sign-in")
	other.Get("/sign-in").Want(200)
	for deadline := time.Now().Add(20 * time.Second); s.Account.Waiting() != 3 && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	if n := s.Account.Waiting(); n != 3 {
		t.Errorf("who leaves keeps a place: %d", n)
	}
	wrong := s.Visitor()
	wrong.Post("/sign-in", enter("quan.tri", "sai hoàn toàn")).WantRedirect("/sign-in/wait")
	free()
	for _, who := range []*webtest.Browser{b, wrong} {
		for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
			if who.Get("/sign-in/place").JSON(&place); place.Ready {
				break
			}
		}
	}
	b.Get("/sign-in/wait").WantRedirect("/account")
	b.Get("/account").Want(200).HasText("Ngô Hải Linh")
	b.Get("/sign-in/wait").WantRedirect("/")
	shown := wrong.Get("/sign-in/wait").Want(422)
	shown.HasText("Mật khẩu chưa đúng. Còn 4 lần thử")
	if got := shown.One("form[action=/sign-in] input[name=next]").Attr("value"); got != "/account" {
		t.Errorf("the way on is lost: %q", got)
	}
	webtest.Check(t, shown, i18n.VI)
}

// Another process has the ticket: the browser goes on asking for a while, then it is told.
func TestWaitingElsewhere(t *testing.T) {
	s := site(t, web.Config{}, account.Hash(password))
	b := s.Visitor()
	ask := func(made time.Time) *webtest.Page {
		r := b.Request("GET", "/sign-in/wait", "", nil)
		r.AddCookie(&http.Cookie{Name: "giaoban_wait", Value: fmt.Sprintf("elsewhere.%d.SECRET", made.UnixMilli())})
		return b.Send(r)
	}
	page := ask(time.Now()).Want(200).HasText("Đang xem vị trí")
	webtest.Check(t, page, i18n.VI)
	ask(time.Now().Add(-2 * kept)).WantRedirect("/sign-in")
}

// Guessing from one address ends, whatever logins are tried, and with it nobody else's sign-in from elsewhere.
func TestGuessingFromOneAddressEnds(t *testing.T) {
	s := site(t, web.Config{BehindProxy: true, MissesPerMin: 2}, account.Hash(password))
	from := func(address, login, word string) *webtest.Page {
		b := s.Visitor()
		form := enter(login, word)
		r := b.Request("POST", "/sign-in", "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
		r.Header.Set("X-Forwarded-For", address)
		return b.Send(r)
	}
	for range 30 { // what is right is not counted
		from("203.0.113.7", "linh", password).WantRedirect("/account")
	}
	for n := range 8 {
		from("203.0.113.7", fmt.Sprintf("nguoi.%d", n), "sai hoàn toàn").Want(422)
	}
	from("203.0.113.7", "linh", password).Want(429).HasText("quá nhiều lần nhập sai")
	from("198.51.100.1", "linh", password).WantRedirect("/account")
}
