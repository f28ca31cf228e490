package conferenceweb

import (
	"crypto/rand"
	"io"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"giaoban/internal/actor"
	"giaoban/internal/conference"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// Sizes of the two measurements of a line, in bytes.
const (
	speedDown = 1 << 20
	speedUp   = 1 << 20
)

func (p *roomPages) lineTestRoutes(m *web.Mux) {
	const at = "/conferences/{id}/sites/{site}/line-test"
	m.Page("GET "+at, p.lineTest)
	m.Do("POST "+at, p.testByHand)
	m.Do("POST "+at+"/fallback", p.fallback)
	m.API("POST "+at+"/results", p.testResults)
	m.API("POST "+at+"/media-token", p.testToken)
	m.Page("GET "+at+"/download", p.download)
	m.Upload("POST "+at+"/upload", speedUp, p.upload)
}

func lineTestPath(id, site ident.ID) string {
	return path(id, "/sites/"+site.String()+"/line-test")
}

// both reads conference and site out of the path.
func both(c *web.Ctx) (id, site ident.ID, err error) {
	if id, err = c.ID("id"); err != nil {
		return 0, 0, err
	}
	site, err = c.ID("site")
	return id, site, err
}

func (p *roomPages) lineTest(c *web.Ctx) error {
	id, site, err := both(c)
	if err != nil {
		return err
	}
	return p.showLineTest(c, http.StatusOK, id, site, shell.Form{})
}

func (p *roomPages) showLineTest(c *web.Ctx, status int, id, site ident.ID, f shell.Form) error {
	ready, conf, err := p.r.Ready(c.Context(), c.Actor, id, site)
	if err != nil {
		return err
	}
	v := lineTestView{
		Readiness: ready, Conference: conf,
		May:   ready.Running && (c.Actor.HasAt(actor.JoinRoom, ready.Unit) || c.Actor.HasAt(actor.KeepSite, ready.Unit)),
		Media: p.media(),
	}
	b := c.Base("conferences", "conference.r_linetest").WithCrumbs(
		shell.Crumb{Text: conf.Title, Href: path(id, "")}, shell.Crumb{Text: c.T("conference.r_site_of", "site", ready.UnitName), Href: path(id, "/sites/"+site.String())})
	b = b.WithSub(b.DateLong(b.Today) + " · " + b.T("conference.r_starts_at", "time", conf.StartsAt().Due(c.Lang))).WithScripts("line-test-page.js")
	if v.May {
		b = b.WithActions(lineTestActions(b))
	}
	return c.RenderStatus(status, lineTestPage(b, v, f))
}

// testByHand keeps what only people can judge: the second line, the telephone, whether the loudspeaker was heard.
func (p *roomPages) testByHand(c *web.Ctx) error {
	id, site, err := both(c)
	if err != nil {
		return err
	}
	part := conference.PartResult{Part: c.Form().Get("part"), Grade: conference.Grade(c.Form().Get("grade"))}
	if !conference.ByHand(part.Part) {
		err = fault.Invalid("part", "conference.room_test_malformed")
	} else {
		err = p.r.SaveLineTest(c.Context(), c.Actor, id, site, []conference.PartResult{part}, c.Key())
	}
	return done(c, err, lineTestPath(id, site)+"#part-"+part.Part, "conference.r_test_saved", func(faults fault.Faults) error {
		return p.showLineTest(c, web.RefusedStatus(faults), id, site, shell.Form{Values: c.Form(), Faults: faults})
	})
}

func (p *roomPages) fallback(c *web.Ctx) error {
	id, site, err := both(c)
	if err != nil {
		return err
	}
	err = p.r.ChooseFallback(c.Context(), c.Actor, id, site, c.Form().Get("fallback"), c.Key())
	return done(c, err, lineTestPath(id, site)+"#readiness", "conference.r_fallback_saved", func(faults fault.Faults) error {
		return p.showLineTest(c, web.RefusedStatus(faults), id, site, shell.Form{Values: c.Form(), Faults: faults})
	})
}

// testResults takes what the page has measured.
func (p *roomPages) testResults(c *web.Ctx) error {
	id, site, err := both(c)
	if err != nil {
		return err
	}
	var body struct {
		Parts []conference.PartResult `json:"parts"`
	}
	if err := c.Decode(&body); err != nil {
		return err
	}
	if err := p.r.SaveLineTest(c.Context(), c.Actor, id, site, body.Parts, c.Key()); err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]string{"saved": c.T("conference.r_test_saved")})
}

func (p *roomPages) testToken(c *web.Ctx) error {
	id, site, err := both(c)
	if err != nil {
		return err
	}
	ticket, err := p.r.TestToken(c.Context(), c.Actor, id, site)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]string{"token": ticket.Token, "identity": ticket.Identity, "url": ticket.URL})
}

// download sends a megabyte that nothing on the way can squeeze.
func (p *roomPages) download(c *web.Ctx) error {
	id, site, err := both(c)
	if err != nil {
		return err
	}
	if err := p.r.SpeedTest(c.Context(), c.Actor, id, site); err != nil {
		return err
	}
	body := make([]byte, speedDown)
	rand.Read(body) // never fails
	return c.Bytes(http.StatusOK, "application/octet-stream", body)
}

// upload reads at most a megabyte and forgets it.
func (p *roomPages) upload(c *web.Ctx) error {
	id, site, err := both(c)
	if err != nil {
		return err
	}
	if err := p.r.SpeedTest(c.Context(), c.Actor, id, site); err != nil {
		return err
	}
	n, err := io.Copy(io.Discard, io.LimitReader(c.R.Body, speedUp+1))
	if err != nil || n > speedUp {
		return fault.TooLarge("", "web.too_large").Because(err)
	}
	return c.JSON(http.StatusOK, map[string]int64{"bytes": n})
}

// lineTestView is the page of the line test.
type lineTestView struct {
	conference.Readiness
	Conference conference.Conference
	May        bool
	Media      templ.Attributes
}

// check is one line of what must be ready.
type check struct {
	Label, Text string
	Grade       conference.Grade // "" = nothing to say yet
	Href        string
}

// checks are what must be ready before the conference, out of the site's own record.
func (v lineTestView) checks(b shell.Base) []check {
	site := path(v.Conference.ID, "/sites/"+v.Site.ID.String())
	if v.Site.Kind == conference.MainSite && v.ChairName == "" {
		if p, ok := v.Conference.Speaker(); ok {
			v.ChairName = p.Name
		}
	}
	named, absent := 0, 0
	for _, d := range v.Delegates {
		n := 1
		if d.Group() {
			n = max(0, d.Count)
		}
		if d.Attendance == conference.Absent {
			absent += n
		} else {
			named += n
		}
	}
	one := func(key string, ok bool, said, missing string) check {
		c := check{Label: b.T("conference.r_check_" + key), Text: said, Grade: conference.GradeGood, Href: site}
		if !ok {
			c.Text, c.Grade = missing, conference.GradeBad
		}
		return c
	}
	notYet := b.T("conference.r_check_not_yet")
	list := []check{
		one("confirmed", !v.ConfirmedAt.Zero(), b.T("conference.r_check_confirmed_at", "time", v.ConfirmedAt.Due(b.Lang)), notYet),
		one("chair", v.ChairName != "", v.ChairName, notYet),
		one("delegates", named > 0, b.T("conference.r_check_delegates_n", "n", named, "absent", absent), notYet),
		one("headcount", v.Planned >= 0 || v.Actual >= 0, b.T("conference.r_people", "n", max(v.Planned, v.Actual)), notYet),
		one("contact", v.ContactName != "" || v.ContactPhone != "", strings.TrimSpace(v.ContactName+" "+v.ContactPhone), notYet),
	}
	papers := check{Label: b.T("conference.r_check_papers"), Text: b.T("conference.r_papers", "n", v.Papers), Grade: conference.GradeGood, Href: path(v.Conference.ID, "")}
	if v.Papers == 0 {
		papers.Text, papers.Grade = b.T("conference.r_check_papers_none"), ""
	}
	fall := check{Label: b.T("conference.r_check_fallback"), Text: b.T("conference.r_check_not_chosen"), Grade: conference.GradeBad}
	if v.Fallback != "" {
		fall.Text, fall.Grade = b.T("conference.r_fallback_"+v.Fallback), conference.GradeGood
	}
	return append(list, papers, fall)
}

// todo names what is still to be done: tests not good, checks not met.
func (v lineTestView) todo(b shell.Base) []string {
	var list []string
	for _, part := range conference.LineParts() {
		r, ok := v.Test.Part(part)
		if !ok && part != conference.PartMicrophone2 || ok && r.Grade == conference.GradeBad {
			list = append(list, b.T("conference.r_part_"+part))
		}
	}
	for _, c := range v.checks(b) {
		if c.Grade == conference.GradeBad {
			list = append(list, c.Label)
		}
	}
	return list
}

// able tells whether one can meet at all: nothing that sound needs has failed.
func (v lineTestView) able() bool {
	for _, part := range []string{conference.PartMicrophone, conference.PartSpeaker, conference.PartDelay} {
		if r, ok := v.Test.Part(part); !ok || r.Grade == conference.GradeBad {
			return false
		}
	}
	return true
}

func partIcon(part string) string {
	switch part {
	case conference.PartCamera:
		return "video"
	case conference.PartMicrophone, conference.PartMicrophone2:
		return "mic"
	case conference.PartSpeaker:
		return "volume-2"
	case conference.PartUpload:
		return "upload"
	case conference.PartDownload:
		return "download"
	case conference.PartDelay:
		return "timer"
	case conference.PartBackup:
		return "signal"
	}
	return "phone"
}

func gradeLook(g conference.Grade) (shell.State, string) {
	switch g {
	case conference.GradeGood:
		return shell.StateDone, "conference.r_grade_good"
	case conference.GradeWeak:
		return shell.StateWeak, "conference.r_grade_weak"
	case conference.GradeBad:
		return shell.StateWrong, "conference.r_grade_bad"
	}
	return shell.StateNotStarted, "conference.r_grade_none"
}

// partWords say the numbers of a result in the reader's language.
func partWords(b shell.Base, r conference.PartResult) string {
	var words []string
	num := func(name, key string, scale float64, digits int) {
		n, ok := r.Numbers[name]
		if !ok {
			return
		}
		shown := b.Int(int64(n*scale + .5))
		if digits > 0 {
			shown = i18n.Fixed(b.Lang, int64(n*scale*10+.5), 1)
		}
		words = append(words, b.T(key, "n", shown))
	}
	if w, h := r.Numbers["width"], r.Numbers["height"]; w > 0 && h > 0 {
		words = append(words, text(int(w))+"×"+text(int(h)))
	}
	num("fps", "conference.r_num_fps", 1, 0)
	num("mbps", "conference.r_num_mbps", 1, 1)
	num("rttMs", "conference.r_num_rtt", 1, 0)
	num("jitterMs", "conference.r_num_jitter", 1, 0)
	num("loss", "conference.r_num_loss", 100, 1)
	num("peak", "conference.r_num_peak", 100, 0)
	switch r.Path {
	case "tcp", "none":
		words = append(words, b.T("conference.r_path_"+r.Path))
	}
	if r.Reason != "" {
		words = append(words, b.T("conference.r_why_"+strings.ReplaceAll(r.Reason, "-", "_")))
	}
	return strings.Join(words, ", ")
}

func chipOf(v lineTestView) shell.ChipKind {
	switch v.Test.Worst() {
	case conference.GradeGood:
		return shell.ChipOK
	case "":
		return shell.ChipPlain
	}
	return shell.ChipLate
}

func metChecks(list []check) int {
	n := 0
	for _, c := range list {
		if c.Grade == conference.GradeGood {
			n++
		}
	}
	return n
}

func readyChip(list []check) shell.ChipKind {
	for _, c := range list {
		if c.Grade == conference.GradeBad {
			return shell.ChipLate
		}
	}
	return shell.ChipOK
}

// testTone colours a line test by its worst part.
func testTone(t conference.LineTest) string {
	switch t.Worst() {
	case conference.GradeBad:
		return "bad"
	case conference.GradeWeak:
		return "late"
	}
	return "ok"
}
