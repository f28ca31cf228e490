package conferenceweb

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"giaoban/internal/conference"
	"giaoban/internal/document"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// noticeView is the notice before it is issued, with the form that issues it.
type noticeView struct {
	conference.Facts
	New      document.New
	Layout   document.Layout
	Names    func(ident.ID) string
	Tasks    int
	Taskless int
	MayIssue bool
	Form     shell.Form
}

func (p *pages) noticePreview(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	return p.showNotice(c, id, http.StatusOK, c.R.URL.Query(), nil)
}

func (p *pages) showNotice(c *web.Ctx, id ident.ID, status int, values url.Values, faults fault.Faults) error {
	v := noticeView{Form: shell.Form{Values: values, Faults: faults}}
	all, err := p.loadConclusions(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	if all.Status == conference.Concluded {
		return c.SeeOther("/documents/" + all.Notice.String())
	}
	v.Facts, v.Names, v.Taskless, v.MayIssue = all.Facts, all.Names, withoutTask(all), all.MayIssue
	for _, list := range all.Tasks {
		v.Tasks += len(list)
	}
	if v.New, err = p.s.PreviewNotice(c.Context(), c.Actor, id, issueEntry(values)); err != nil {
		return err
	}
	if v.Layout, err = p.s.Document.Layout(c.Context(), c.Actor, v.Host()); err != nil {
		return err
	}
	b := c.Base("conferences", "conference.notice_preview").WithCrumbs(shell.Crumb{Text: v.Title, Href: path(id, "")},
		shell.Crumb{Text: c.T("conference.conclusions"), Href: path(id, "/conclusions")}).
		WithLead(shell.Steps(c.Base("", ""), steps(c.Base("", ""), all)))
	return c.RenderStatus(status, noticePage(b, v))
}

func (p *pages) issue(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	return done(c, p.s.Issue(c.Context(), c.Actor, id, issueEntry(c.Form()), c.Key()), path(id, "/conclusions"), "conference.issued_done", func(faults fault.Faults) error {
		return p.showNotice(c, id, web.RefusedStatus(faults), c.Form(), faults)
	})
}

// numbered gives each block its number, counted through the document.
func numbered(blocks []document.Block) []string {
	out := make([]string, len(blocks))
	n := 0
	for i, one := range blocks {
		if one.Kind == document.Numbered {
			n++
			out[i] = strconv.Itoa(n) + ". "
		}
	}
	return out
}

func capacityOptions(b shell.Base) []shell.Option {
	var list []shell.Option
	for _, one := range []document.Capacity{document.AsHead, document.KT, document.TL, document.TM, document.TUQ} {
		key := strings.ToLower(strings.ReplaceAll(string(one), "/", ""))
		if key == "" {
			key = "head"
		}
		list = append(list, shell.Option{Value: string(one), Label: b.T("conference.capacity_" + key)})
	}
	return list
}

func signLines(v noticeView) []string {
	s := v.New.Signer
	whose := s.For
	if whose == "" {
		whose = v.Layout.Head
	}
	if s.Capacity == document.AsHead {
		return []string{s.Title}
	}
	return []string{strings.TrimSpace(string(s.Capacity) + " " + whose), s.Title}
}

func recipientLines(v noticeView) []string {
	var lines []string
	for i, u := range v.New.Recipients {
		if i == 6 && len(v.New.Recipients) > 8 {
			lines = append(lines, "… ("+strconv.Itoa(len(v.New.Recipients))+")")
			break
		}
		lines = append(lines, "- "+v.Names(u))
	}
	for _, one := range v.New.Copies {
		lines = append(lines, "- "+one)
	}
	return lines
}

// revisionView is the form of a correction, or the correction that waits for a chair.
type revisionView struct {
	conference.Facts
	List     []conference.Conclusion
	Revision conference.Revision
	Waits    bool
	Approves bool
	Form     shell.Form
}

func (p *pages) revision(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	return p.showRevision(c, id, http.StatusOK, url.Values{}, nil)
}

func (p *pages) showRevision(c *web.Ctx, id ident.ID, status int, values url.Values, faults fault.Faults) error {
	v := revisionView{Form: shell.Form{Values: values, Faults: faults}}
	var err error
	if v.Facts, err = p.s.ByID(c.Context(), c.Actor, id); err != nil {
		return err
	}
	if v.Revision, v.Waits, err = p.s.PendingRevision(c.Context(), c.Actor, id); err != nil {
		return err
	}
	if v.List, err = p.s.Conclusions(c.Context(), c.Actor, id); err != nil {
		return err
	}
	v.Approves = conference.CanApprove(c.Actor, v.Conference)
	b := c.Base("conferences", "conference.revision_title").WithCrumbs(shell.Crumb{Text: v.Title, Href: path(id, "")}, shell.Crumb{Text: c.T("conference.conclusions"), Href: path(id, "/conclusions")})
	return c.RenderStatus(status, revisionPage(b, v))
}

func (p *pages) draftRevision(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	texts := make(map[ident.ID]string)
	for name := range c.Form() {
		if text, ok := strings.CutPrefix(name, "text-"); ok {
			if one, err := ident.Parse(text); err == nil {
				texts[one] = c.Form().Get(name)
			}
		}
	}
	_, err = p.s.DraftRevision(c.Context(), c.Actor, id, texts, c.Form().Get("reason"), c.Key())
	return done(c, err, path(id, "/revision"), "conference.revision_drafted", func(faults fault.Faults) error {
		return p.showRevision(c, id, web.RefusedStatus(faults), c.Form(), faults)
	})
}

func (p *pages) approveRevision(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	one, err := c.ID("revision")
	if err != nil {
		return err
	}
	return done(c, p.s.ApproveRevision(c.Context(), c.Actor, id, one, c.Key()), path(id, "/conclusions"), "conference.revision_done", func(faults fault.Faults) error {
		return p.showRevision(c, id, web.RefusedStatus(faults), url.Values{}, faults)
	})
}
