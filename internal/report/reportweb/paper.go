package reportweb

import (
	"slices"
	"strings"

	"giaoban/internal/document"
	"giaoban/internal/report"
	"giaoban/internal/web/shell"
)

// a4Head is the head of the printed report, by the layout of the unit that files it.
func a4Head(doc shell.Base, r report.Report, v report.Version, l document.Layout) shell.A4HeadSpec {
	s := shell.A4HeadSpec{Left: l.Left, Right: l.Right, Mark: l.Mark, Number: doc.T("report.print_number", "number", v.Number), Kind: doc.T("report.print_kind"),
		Title: []string{doc.T("report.print_subject", "period", within(doc.Lang, r.Request.Period.Title(doc.Lang)))}}
	if len(s.Left) == 0 {
		s.Left = []string{r.Unit.Name}
	}
	s.PlaceDate = v.Dated.Official()
	if l.Place != "" {
		s.PlaceDate = l.Place + ", " + s.PlaceDate
	}
	return s
}

func a4Foot(doc shell.Base, r report.Report, v report.Version, l document.Layout) shell.A4FootSpec {
	s := shell.A4FootSpec{RecipientsTitle: doc.T("report.print_to"), Recipients: []string{"- " + r.Receiver.Name + ";", doc.T("report.print_archive")},
		Signed: doc.T("report.print_signed", "when", v.Signature.At), Name: v.Signature.Name}
	s.Capacity = signedAs(v.Signature, l)
	return s
}

// signedAs are the lines above a signature: for whom, and the signer's title of that day.
func signedAs(s report.Signature, l document.Layout) []string {
	var lines []string
	if p := s.Capacity.Prefix(); p != "" {
		lines = append(lines, strings.TrimSpace(p+" "+l.Head))
	}
	if s.Title != "" {
		lines = append(lines, s.Capacity.Titled(s.Title))
	}
	return lines
}

// drafted says who wrote a report.
func drafted(b shell.Base, s report.Signature) string {
	if s.Same {
		return b.T("report.same_person")
	}
	if len(s.Drafters) == 0 {
		return "–"
	}
	// two desks may carry one name: it stands once
	names := strings.Join(slices.Compact(slices.Sorted(slices.Values(s.Drafters))), ", ")
	if len(s.ByPhone) > 0 {
		names += ". " + byPhoneText(b, s.ByPhone)
	}
	return names
}

func remarkLine(b shell.Base, f report.Form, r report.Remark) string {
	text := r.Text
	if r.Field != "" {
		text = r.Field + ": " + text
		for _, n := range f.Narratives {
			if n.Code == r.Field {
				text = n.Title.In(b.Lang) + ": " + r.Text
			}
		}
	}
	switch r.Verdict {
	case report.VerdictReopened:
		return b.T("report.remark_reopened", "name", r.Name, "when", b.Moment(r.At), "text", text)
	case report.VerdictAsked:
		return b.T("report.correction_asked", "name", r.Name, "when", b.Moment(r.At), "text", text)
	}
	return b.T("report.returned_by", "name", r.Name, "when", b.Moment(r.At), "text", text)
}
