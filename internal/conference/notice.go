package conference

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/document"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/task"
	"giaoban/internal/when"
)

// IssueEntry is what the last step of the conclusions asks, as it was typed.
type IssueEntry struct {
	Date     string            // of the notice; "" = today
	Capacity document.Capacity // in which the approving chair signs
	For      string            // whose place is taken, with K/T: "Trưởng Ban"
	Closing  string            // last paragraph; "" takes the usual one
}

// Issue gives the approved conclusions a number and a date, sends the notice to every site, and the prepared tasks with
// it, all in one transaction.
func (s *Service) Issue(ctx context.Context, who actor.Actor, id ident.ID, e IssueEntry, key string) error {
	host, tree, err := s.hostName(ctx, who, id)
	if err != nil {
		return err
	}
	all := checkLength(maxEntry, "for", oneLine(e.For))
	if err := append(all, checkLength(maxText, "closing", e.Closing)...).Or(); err != nil {
		return err
	}
	date := s.today()
	if strings.TrimSpace(e.Date) != "" {
		day, err := when.ParseDate(e.Date, s.today())
		if err != nil {
			return on("date", err)
		}
		date = day.Date
	}
	_, _, err = s.DB.Once(ctx, key, "conference.issue", func(ctx context.Context, w *db.Write) (string, error) {
		c, err := s.loadSeen(ctx, w, who, id, tree)
		if err != nil {
			return "", err
		}
		if err := atAnyHost(who, actor.RunConference, c); err != nil {
			return "", err
		}
		if err := who.StepUp(actor.StepIssue); err != nil {
			return "", err
		}
		switch {
		case c.Status == Concluded:
			return "", writable(c)
		case c.Status != Closed || !c.Approved():
			return "", fault.Conflict("conference.issue_before_approval")
		case date.Before(c.ClosedAt.Date()):
			return "", fault.Invalid("date", "conference.notice_before_close", "date", c.ClosedAt.Date())
		}
		n, err := s.notice(ctx, w, c, host, e, date)
		if err != nil {
			return "", err
		}
		n.At = s.now() // the document believes it from the program itself alone
		doc, err := s.Document.IssueIn(ctx, w, who, n)
		if err != nil {
			return "", err
		}
		if err := s.relabel(ctx, w, who, c); err != nil {
			return "", err
		}
		label := fmt.Sprintf("%s %d", doc.Kind.Abbreviation(), doc.Number)
		if _, err := s.Task.IssueIn(ctx, w, who, originConclusion, id, label); err != nil {
			return "", err
		}
		if err := s.answerGroups(ctx, w, who, c, label); err != nil {
			return "", err
		}
		c.Status, c.ConcludedAt, c.Notice = Concluded, s.now(), doc.ID
		if err := saveState(ctx, w, c); err != nil {
			return "", err
		}
		return doc.ID.String(), s.note(ctx, w, who, "conference.concluded", c, id, c, "", append(n.Recipients, c.Hosts...)...)
	})
	return err
}

// hostName gives the first host's name on the conference's day, to who may see the conference, and today's tree.
func (s *Service) hostName(ctx context.Context, who actor.Actor, id ident.ID) (string, *org.Tree, error) {
	f, err := s.ByID(ctx, who, id)
	if err != nil {
		return "", nil, err
	}
	tree, err := s.Org.Today(ctx)
	if err != nil || len(f.HostNames) == 0 {
		return "", tree, err
	}
	return f.HostNames[0], tree, nil
}

// relabel writes each prepared task's place in the notice as it is now: conclusions may have moved since.
func (s *Service) relabel(ctx context.Context, w *db.Write, who actor.Actor, c Conference) error {
	list, err := LoadConclusionsIn(ctx, w, c.ID)
	if err != nil {
		return err
	}
	for _, one := range list {
		tasks, err := s.Task.OfOrigin(ctx, w, originConclusion, one.ID)
		if err != nil {
			return err
		}
		for _, t := range tasks {
			label := itemLabel(one.Order)
			if t.State != task.Prepared || t.Origin.Label == label {
				continue
			}
			t.Origin.Label = label
			n := task.New{Title: t.Title, Assigner: t.Assigner, Lead: t.Lead, Coordinating: t.Coordinating, Due: t.Due,
				Priority: t.Priority, Product: t.Product, Origin: t.Origin, Period: t.Period, Keeper: t.Keeper}
			if _, err := s.Task.ChangeIn(ctx, w, who, t.ID, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// say gives a text of what goes out and is kept: in Vietnamese, whatever the reader's language is.
func say(key string, args ...any) string { return i18n.Fill(i18n.VI, Messages()[key].VI, args...) }

// notice lays out the document; host is the first host's name on the conference's day. Its text is Vietnamese whatever the reader's language is.
func (s *Service) notice(ctx context.Context, q db.Querier, c Conference, host string, e IssueEntry, date when.Date) (document.New, error) {
	n := document.New{Kind: document.Notice, Issuer: c.Host(), Date: date, Origin: document.Origin{Kind: "conference", ID: c.ID}}
	speaker, ok := c.Speaker()
	if !ok {
		return n, fault.Conflict("conference.no_chair")
	}
	signer := speaker
	for _, p := range c.Chairs {
		if p.ID == c.ApprovedBy {
			signer = p
		}
	}
	n.Signer = document.Signer{Person: signer.Person, Name: signer.Name, Title: signer.Title, Capacity: e.Capacity, For: oneLine(e.For)}
	n.Title = say("conference.notice_title", "name", speaker.Name, "title", speaker.Title, "conference", c.Title)
	if speaker.Title == "" {
		n.Title = say("conference.notice_title_plain", "name", speaker.Name, "conference", c.Title)
	}
	sites, err := loadSites(ctx, q, c.ID)
	if err != nil {
		return n, err
	}
	heads := 0
	for _, site := range sites {
		heads += max(site.Actual, 0)
		if site.Unit != c.Host() {
			n.Recipients = append(n.Recipients, site.Unit)
		}
	}
	if len(n.Recipients) == 0 {
		n.Recipients = []ident.ID{c.Host()} // a conference of the host's own site
	}
	with := ""
	if heads > 0 {
		with = say("conference.notice_heads", "n", heads)
	}
	n.Intro = say("conference.notice_intro", "date", c.Date.Numeric(i18n.VI), "host", host, "conference", c.Title,
		"sites", len(sites), "heads", with, "name", speaker.Name, "title", titleAfter(speaker.Title))
	n.Closing = oneText(e.Closing)
	if n.Closing == "" {
		n.Closing = say("conference.notice_closing", "host", host)
	}
	list, err := LoadConclusionsIn(ctx, q, c.ID)
	if err != nil {
		return n, err
	}
	n.Body = blocks(list)
	n.Copies = []string{say("conference.notice_copy")}
	return n, nil
}

func titleAfter(title string) string {
	if title == "" {
		return ""
	}
	return ", " + title
}

// blocks turns conclusions into the body: a heading wherever the group changes, the text numbered through.
func blocks(list []Conclusion) []document.Block {
	var body []document.Block
	heading, n := "", 0
	for _, one := range list {
		if one.Heading != heading && one.Heading != "" {
			n++
			body = append(body, document.Block{Kind: document.Heading, Text: when.Roman(n) + ". " + one.Heading})
		}
		heading = one.Heading
		body = append(body, document.Block{Kind: document.Numbered, Text: one.Text})
	}
	return body
}

// PreviewNotice gives the notice as it would be issued now, to who runs the conference.
func (s *Service) PreviewNotice(ctx context.Context, who actor.Actor, id ident.ID, e IssueEntry) (document.New, error) {
	var n document.New
	host, _, err := s.hostName(ctx, who, id)
	if err != nil {
		return n, err
	}
	err = s.seen(ctx, who, id, func(ctx context.Context, r *db.Read, c Conference) (err error) {
		if err := mayRun(who, c); err != nil {
			return err
		}
		n, err = s.notice(ctx, r, c, host, e, s.today())
		return err
	})
	return n, err
}

// DraftRevision writes down a correction of issued conclusions, with its reason. It is in force once a chair approves it.
func (s *Service) DraftRevision(ctx context.Context, who actor.Actor, id ident.ID, texts map[ident.ID]string, reason, key string) (ident.ID, error) {
	tree, err := s.Org.Today(ctx)
	if err != nil {
		return 0, err
	}
	fresh := s.IDs.New()
	reason = oneLine(reason)
	result, _, err := s.DB.Once(ctx, key, "conclusion.revision", func(ctx context.Context, w *db.Write) (string, error) {
		c, err := s.loadSeen(ctx, w, who, id, tree)
		if err != nil {
			return "", err
		}
		if err := mayRun(who, c); err != nil {
			return "", err
		}
		if c.Status != Concluded {
			return "", fault.Conflict("conference.revision_before_notice")
		}
		if reason == "" {
			return "", fault.Invalid("reason", "conference.reason_missing")
		}
		if err := checkLength(maxReason, "reason", reason).Or(); err != nil {
			return "", err
		}
		list, err := LoadConclusionsIn(ctx, w, id)
		if err != nil {
			return "", err
		}
		changed := make(map[ident.ID]string)
		for _, one := range list {
			text, given := texts[one.ID]
			if text = oneText(text); !given || text == one.Text {
				continue
			}
			if err := checkText(text); err != nil {
				return "", on("text-"+one.ID.String(), err)
			}
			changed[one.ID] = text
		}
		if len(changed) == 0 {
			return "", fault.Invalid("text", "conference.revision_nothing")
		}
		body, err := json.Marshal(changed)
		if err != nil {
			return "", fmt.Errorf("conference: encode revision: %w", err)
		}
		if _, err := w.Exec(ctx, `delete from conference_revision where conference = $1 and approved_at = 0`, int64(id)); err != nil {
			return "", err
		}
		if _, err := w.Exec(ctx, `insert into conference_revision (id, conference, reason, body, drafted_at, drafted_by) values ($1, $2, $3, $4, $5, $6)`,
			int64(fresh), int64(id), reason, string(body), int64(s.now()), who.Name); err != nil {
			return "", err
		}
		s.tell(w, id, 0, c.Hosts...)
		return fresh.String(), nil
	})
	if err != nil {
		return 0, err
	}
	return ident.Parse(result)
}

// PendingRevision gives the correction that waits for a chair, to who runs the conference; false where there is none.
func (s *Service) PendingRevision(ctx context.Context, who actor.Actor, id ident.ID) (Revision, bool, error) {
	var v Revision
	var found bool
	err := s.seen(ctx, who, id, func(ctx context.Context, r *db.Read, c Conference) (err error) {
		if err := mayRun(who, c); err != nil {
			return err
		}
		v, found, err = loadRevision(ctx, r, id)
		return err
	})
	return v, found, err
}

func loadRevision(ctx context.Context, q db.Querier, conference ident.ID) (Revision, bool, error) {
	return db.One(ctx, q, func(s db.Scanner, v *Revision) error {
		var body string
		if err := s.Scan(&v.ID, &v.Conference, &v.Reason, &body, &v.DraftedAt, &v.DraftedBy); err != nil {
			return err
		}
		return json.Unmarshal([]byte(body), &v.Texts)
	}, `select id, conference, reason, body, drafted_at, drafted_by from conference_revision where conference = $1 and approved_at = 0`, int64(conference))
}

// ApproveRevision puts a correction in force: a new version of the notice under the same number. Only a chair may.
func (s *Service) ApproveRevision(ctx context.Context, who actor.Actor, id, revision ident.ID, key string) error {
	host, tree, err := s.hostName(ctx, who, id)
	if err != nil {
		return err
	}
	_, _, err = s.DB.Once(ctx, key, "conclusion.revised", func(ctx context.Context, w *db.Write) (string, error) {
		c, err := s.loadSeen(ctx, w, who, id, tree)
		if err != nil {
			return "", err
		}
		chair, ok := c.ChairedBy(who.Person)
		if !ok {
			return "", fault.Forbidden("conference.approve_chair_only")
		}
		if err := who.StepUp(actor.StepApprove); err != nil {
			return "", err
		}
		v, found, err := loadRevision(ctx, w, id)
		if err != nil {
			return "", err
		}
		if !found || v.ID != revision {
			return "", fault.Conflict("conference.stale")
		}
		list, err := LoadConclusionsIn(ctx, w, id)
		if err != nil {
			return "", err
		}
		for i, one := range list {
			if text, changed := v.Texts[one.ID]; changed {
				list[i].Text = text
				if err := s.saveConclusion(ctx, w, who, list[i]); err != nil {
					return "", err
				}
			}
		}
		docs, err := s.Document.OfOrigin(ctx, w, "conference", id)
		if err != nil {
			return "", err
		}
		n, err := s.notice(ctx, w, c, host, IssueEntry{}, s.today())
		if err != nil {
			return "", err
		}
		for _, d := range docs {
			if d.ID == c.Notice { // what the first version said besides the conclusions stays
				n.Title, n.Intro, n.Closing, n.Recipients, n.Copies, n.Place = d.Title, d.Content.Intro, d.Content.Closing, d.Content.Recipients, d.Content.Copies, d.Content.Place
				n.Signer.Capacity, n.Signer.For = d.Content.Signer.Capacity, d.Content.Signer.For
			}
		}
		if _, err := s.Document.ReviseIn(ctx, w, who, c.Notice, n, v.Reason); err != nil {
			return "", err
		}
		if _, err := w.Exec(ctx, `update conference_revision set approved_at = $1, approved_by = $2 where id = $3`, int64(s.now()), int64(chair.ID), int64(v.ID)); err != nil {
			return "", err
		}
		return c.Notice.String(), s.note(ctx, w, who, "conference.revised", c, id, v, v.Reason, append(n.Recipients, c.Hosts...)...)
	})
	return err
}
