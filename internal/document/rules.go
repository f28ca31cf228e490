package document

import (
	"slices"
	"strings"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// check refuses what must not be issued. All faults come together.
func check(n New) error {
	var fs fault.Faults
	add := func(f *fault.Fault) { fs = append(fs, f) }
	if n.Kind != Notice && n.Kind != Call {
		add(fault.Invalid("kind", "document.kind_unknown"))
	}
	if n.Issuer.Zero() {
		add(fault.Invalid("issuer", "document.issuer_missing"))
	}
	if !n.Date.Valid() {
		add(fault.Invalid("date", "document.date_missing"))
	}
	if len(n.Recipients) == 0 {
		add(fault.Invalid("recipients", "document.recipients_missing"))
	}
	if strings.TrimSpace(n.Signer.Name) == "" {
		add(fault.Invalid("signer", "document.signer_missing"))
	}
	_ = fs.Add(checkText(n.Title, n.Body))
	_ = fs.Add(CheckTitle("title", n.Title))
	return fs.Or()
}

func checkText(title string, body []Block) error {
	var fs fault.Faults
	switch n := utf8.RuneCountInString(strings.TrimSpace(title)); {
	case n == 0:
		fs = append(fs, fault.Invalid("title", "document.title_missing"))
	case n > maxTitle:
		fs = append(fs, fault.TooLarge("title", "document.title_long", "max", maxTitle))
	}
	filled := 0
	for _, b := range body {
		n := utf8.RuneCountInString(strings.TrimSpace(b.Text))
		if n > 0 && b.Kind != Heading {
			filled++
		}
		if n > maxText {
			fs = append(fs, fault.TooLarge("body", "document.body_long", "max", maxText))
		}
	}
	if filled == 0 {
		fs = append(fs, fault.Invalid("body", "document.body_missing"))
	}
	if len(body) > maxBlocks {
		fs = append(fs, fault.TooLarge("body", "document.body_blocks", "max", maxBlocks))
	}
	return fs.Or()
}

// tidy trims texts, drops empty blocks and doubled recipients, and keeps the order.
func tidy(n New) New {
	n.Title = oneLine(n.Title)
	n.Intro, n.Closing = strings.TrimSpace(n.Intro), strings.TrimSpace(n.Closing)
	n.Body = slices.Clone(n.Body)
	for i := range n.Body {
		n.Body[i].Text = oneLine(n.Body[i].Text)
	}
	n.Body = slices.DeleteFunc(n.Body, func(b Block) bool { return b.Text == "" })
	var units []ident.ID
	for _, u := range n.Recipients {
		if !u.Zero() && !slices.Contains(units, u) {
			units = append(units, u)
		}
	}
	n.Recipients = units
	return n
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// checkRevision refuses a correction without a reason, or one that corrects nothing.
func checkRevision(old Document, n New, reason string) error {
	var fs fault.Faults
	if err := fs.Add(check(n)); err != nil {
		return err
	}
	if strings.TrimSpace(reason) == "" {
		fs = append(fs, fault.Invalid("reason", "document.reason_missing"))
	} else if utf8.RuneCountInString(reason) > maxTitle {
		fs = append(fs, fault.TooLarge("reason", "document.reason_long", "max", maxTitle))
	}
	if len(fs) == 0 && old.Title == n.Title && old.Date == n.Date && old.Content.same(n) {
		fs = append(fs, fault.Invalid("body", "document.nothing_changed"))
	}
	return fs.Or()
}

func (c Content) same(n New) bool {
	return c.Intro == n.Intro && c.Closing == n.Closing && slices.Equal(c.Body, n.Body) &&
		slices.Equal(c.Recipients, n.Recipients) && slices.Equal(c.Copies, n.Copies) && c.Signer == n.Signer &&
		(n.Place == "" || c.Place == n.Place)
}

// ByItsChair tells whether a chair approved the text: it is corrected where the
// chair approves again, not from the issuer's desk.
func (d Document) ByItsChair() bool { return d.Origin.Kind == "conference" }

// mayRevise: the issuer's conference secretary or office, or a chair of the issuer.
func mayRevise(who actor.Actor, issuer ident.ID) error {
	if slices.Contains(who.Grants, actor.Grant{Role: actor.Chair, Unit: issuer}) {
		return nil
	}
	return who.At(actor.RunConference, issuer)
}

// mayRead judges by the recipients of any version, so that who received a
// mistaken version can still read it and its correction.
func mayRead(who actor.Actor, issuer ident.ID, recipients []ident.ID, reach actor.Reach) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	if seesAll(who, issuer, reach) || slices.ContainsFunc(recipients, func(u ident.ID) bool { return who.HasDesk(u) }) {
		return nil
	}
	return fault.NotFound("document.not_found")
}

// seesAll: the issuer and its superiors see every receipt.
func seesAll(who actor.Actor, issuer ident.ID, reach actor.Reach) bool {
	return who.HasDesk(issuer) || who.HasOver(actor.ReadFiled, issuer, reach)
}

// yearOf is the year in which a document takes its number.
func yearOf(d when.Date) int { return d.Year() }
