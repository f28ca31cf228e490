package reportweb

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/web/shell"
)

// editionOf reads which edition a page is to quote; none is what stands now.
func editionOf(c *web.Ctx) (int64, error) { return editionNumber(c.Query("edition")) }

func editionNumber(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 {
		return 0, fault.NotFound("report.no_such_edition")
	}
	return n, nil
}

// quoteText says what a page or file quotes.
func quoteText(t interface {
	T(key string, args ...any) string
}, q report.Quote) string {
	if q.N == 0 {
		return t.T("report.quote_live")
	}
	return t.T("report.quote_edition", "n", q.N, "date", q.At.Date())
}

func editionsPath(request ident.ID) string { return "/reports/" + request.String() + "/editions" }

func editionPath(request ident.ID, n int64, pairs ...string) string {
	return editionsPath(request) + "/" + num64(n) + query(pairs...)
}

// editionsView is the list of a request's editions.
type editionsView struct {
	Request report.Request
	List    []report.Edition
	MaySign bool
}

func (p *pages) editions(c *web.Ctx) error {
	request, err := c.ID("request")
	if err != nil {
		return err
	}
	r, err := p.report.Request(c.Context(), c.Actor, request)
	if err != nil {
		return err
	}
	v := editionsView{Request: r, MaySign: c.Actor.HasAt(actor.SignFiling, r.Opener)}
	if v.List, err = p.report.Editions(c.Context(), c.Actor, request); err != nil {
		return err
	}
	b := requestBase(c, r, "report.editions")
	if v.MaySign {
		b = b.WithActions(shell.MainLink(editionsPath(request)+"/new", "lock", b.T("report.freeze")))
	}
	return c.Render(editionsPage(b, v))
}

// requestBase is the frame of a page below a request's board.
func requestBase(c *web.Ctx, r report.Request, title string, args ...any) shell.Base {
	b := c.Base("reports", title, args...)
	return b.WithSub(r.Heading(b.Lang)).WithCrumbs(shell.Crumb{Text: b.T("report.reports"), Href: "/reports"}, shell.Crumb{Text: b.T("report.board"), Href: boardPath(r.ID, 0)})
}

// freezing is the page on which the head freezes.
type freezing struct {
	report.Freezable
	Form shell.Form
}

func (p *pages) freezePage(c *web.Ctx) error {
	request, err := c.ID("request")
	if err != nil {
		return err
	}
	return p.showFreeze(c, request, nil, 200)
}

func (p *pages) showFreeze(c *web.Ctx, request ident.ID, refused fault.Faults, status int) error {
	f, err := p.report.Freezable(c.Context(), c.Actor, request)
	if err != nil {
		return err
	}
	v := freezing{Freezable: f, Form: shell.Form{Values: c.Form(), Faults: refused}}
	if len(v.Form.Values) == 0 {
		v.Form.Values = url.Values{}
		if may := c.Actor.SignsAs(f.Board.Request.Opener); len(may) > 0 {
			v.Form.Values.Set("capacity", string(may[0]))
		}
	}
	return c.RenderStatus(status, freezePage(requestBase(c, f.Board.Request, "report.freeze_title", "n", f.N), v))
}

func (p *pages) freeze(c *web.Ctx) error {
	request, err := c.ID("request")
	if err != nil {
		return err
	}
	form := c.Form()
	n := report.Freezing{Capacity: actor.Capacity(form.Get("capacity")), Seen: form.Get("seen"), Reason: form.Get("reason"), Explanations: map[string]string{}, Key: c.Key()}
	for field := range form {
		if strings.HasPrefix(field, "explain-") {
			n.Explanations[field] = form.Get(field)
		}
	}
	made, err := p.report.Freeze(c.Context(), c.Actor, request, n)
	if faults, again := web.Refused(err); again {
		return p.showFreeze(c, request, faults, web.RefusedStatus(faults))
	}
	if err != nil {
		return err
	}
	c.Flash("report.frozen_now", "n", made)
	return c.SeeOther(editionPath(request, made))
}

// editionView is one edition, as far as the reader's part goes, and what changed since another.
type editionView struct {
	Edition report.Edition
	Board   report.Board
	Diff    *report.EditionDiff
	Others  []report.Edition
	Whole   bool // the reader sees all of it
}

func (p *pages) edition(c *web.Ctx) error {
	request, err := c.ID("request")
	if err != nil {
		return err
	}
	n, err := editionNumber(c.Path("edition"))
	if err != nil {
		return err
	}
	unit, err := c.QueryID("unit", 0)
	if err != nil {
		return err
	}
	board, err := p.report.EditionBoard(c.Context(), c.Actor, request, unit, n)
	if err != nil {
		return err
	}
	v := editionView{Board: board, Whole: board.Unit.ID == board.Request.Opener}
	list, err := p.report.Editions(c.Context(), c.Actor, request)
	if err != nil {
		return err
	}
	for _, e := range list {
		if e.N == n {
			v.Edition = e
		} else {
			v.Others = append(v.Others, e)
		}
	}
	against := n - 1
	if text := c.Query("against"); text != "" {
		if against, err = editionNumber(text); err != nil {
			return err
		}
	}
	if against > 0 && against != n {
		d, err := p.report.CompareEditions(c.Context(), c.Actor, request, board.Unit.ID, min(against, n), max(against, n))
		if err != nil {
			return err
		}
		v.Diff = &d
	}
	b := requestBase(c, board.Request, "report.edition_n", "n", n)
	b = b.WithSub(board.Request.Heading(b.Lang) + " · " + quoteText(b, board.Quote)).WithActions(editionActions(b, v))
	return c.Render(editionPage(b, v))
}

func (p *pages) editionProof(c *web.Ctx) error {
	request, err := c.ID("request")
	if err != nil {
		return err
	}
	n, err := editionNumber(c.Path("edition"))
	if err != nil {
		return err
	}
	proof, err := p.report.EditionProof(c.Context(), c.Actor, request, n)
	if err != nil {
		return err
	}
	return proofFile(c, request.String()+"-edition-"+num64(n), proof)
}

// reopen and askCorrection are the two steps by which an accepted report is corrected.
func (p *pages) reopen(c *web.Ctx) error { return p.correct(c, p.report.Reopen, "report.reopened_now") }

func (p *pages) askCorrection(c *web.Ctx) error {
	return p.correct(c, p.report.AskCorrection, "report.asked_now")
}

type correction func(ctx context.Context, who actor.Actor, filing ident.ID, version int64, reason, key string) error

func (p *pages) correct(c *web.Ctx, act correction, done string) error {
	r, err := p.find(c)
	if err != nil {
		return err
	}
	version, _ := strconv.ParseInt(c.Form().Get("version"), 10, 64) // malformed: 0, which is no version
	err = act(c.Context(), c.Actor, r.Filing.ID, version, c.Form().Get("reason"), c.Key())
	if faults, again := web.Refused(err); again {
		return p.read(c, r, &shell.Form{Values: c.Form(), Faults: faults}, faults)
	}
	if err != nil {
		return err
	}
	c.Flash(done, "unit", r.Unit.Name)
	return c.SeeOther(path(r))
}

// figureDiff is the difference of a figure, with its sign.
func figureDiff(b shell.Base, ch report.FigureChange) string {
	diff, _, _ := changeText(b, ch.After, ch.Before)
	return diff
}

func versionText(b shell.Base, n int64) string {
	if n == 0 {
		return b.T("report.not_in")
	}
	return b.T("report.version", "n", n)
}

type apiEdition struct {
	Edition      int64               `json:"edition"`
	SignedAt     string              `json:"signed_at" format:"date-time"`
	Signer       string              `json:"signer"`
	Title        string              `json:"title" doc:"Titles of the signer on that day."`
	Reason       string              `json:"reason,omitempty" doc:"Of a correction."`
	In           int                 `json:"in"`
	Expected     int                 `json:"expected"`
	Missing      []string            `json:"missing" doc:"Names of units that are not in; the first 60."`
	Explanations []apiReconciliation `json:"explanations" doc:"Why totals that should agree do not."`
	Hash         string              `json:"hash" doc:"SHA-256 of the edition; a leaf of the transparency log."`
}

type apiReconciliation struct {
	Found api.Text `json:"found"`
	Text  string   `json:"text"`
}

func (x API) editions(c *web.Ctx, in *struct {
	api.Paging
	RequestIn
}) (*api.List[apiEdition], error) {
	list, err := x.Report.Editions(c.Context(), c.Actor, in.Request.Ident())
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(e report.Edition) string { return num64(e.N) }, func(e report.Edition) apiEdition {
		out := apiEdition{Edition: e.N, SignedAt: e.At.ISO(), Signer: e.Signature.Name, Title: e.Signature.Title, Reason: e.Reason, In: e.In, Expected: e.Expected,
			Missing: append([]string{}, e.Missing...), Explanations: []apiReconciliation{}, Hash: e.Hash}
		for _, one := range e.Explanations {
			out.Explanations = append(out.Explanations, apiReconciliation{api.TextOf(one.Found), one.Text})
		}
		return out
	})
}

func (x API) editionProof(c *web.Ctx, in *struct {
	RequestIn
	Edition int64 `path:"edition" minimum:"1"`
}) (*api.Answer[apiProof], error) {
	p, err := x.Report.EditionProof(c.Context(), c.Actor, in.Request.Ident(), in.Edition)
	if err != nil {
		return nil, err
	}
	return showProof(p), nil
}

// compareTabs are the other editions to compare with, the newest first.
func compareTabs(b shell.Base, v editionView) []shell.Tab {
	var tabs []shell.Tab
	for _, e := range v.Others {
		on := v.Diff != nil && (v.Diff.Older.N == e.N || v.Diff.Newer.N == e.N)
		tabs = append(tabs, shell.Tab{Text: b.T("report.edition_n", "n", e.N), On: on,
			Href: editionPath(v.Board.Request.ID, v.Edition.N, "unit", v.Board.Unit.ID.String(), "against", num64(e.N))})
	}
	return tabs
}

// missingText names the units whose report an edition does not have, as far as its head names them.
func missingText(b shell.Base, e report.Edition) string {
	text := strings.Join(e.Missing, ", ")
	if more := e.Expected - e.In - len(e.Missing); more > 0 {
		text += " " + b.T("report.and_more", "n", more)
	}
	return text
}
