package conferenceweb

import (
	"net/http"

	"giaoban/internal/conference"
	"giaoban/internal/document"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// noticeOperations approve conclusions, issue their notice, and correct what was issued.
func (x API) noticeOperations(a *api.API) {
	api.RegisterPath(a, act(http.MethodPost, "approveConclusions", "/{conference}/approve", "Approve the conclusions", "By a chair of this conference, once the meeting is closed. A change afterwards takes the approval back."), x.approve)
	api.RegisterBody(a, act(http.MethodPost, "issueConclusions", "/{conference}/issue", "Issue the notice", "The approved conclusions get number and date and go to every site, and the prepared tasks with them."), x.issue)
	revision := act(http.MethodGet, "getRevision", "/{conference}/revision", "Read the correction that waits", "For a chair's approval.")
	revision.Person, revision.Scope = true, ""
	api.RegisterPath(a, revision, x.revision)
	api.RegisterBody(a, act(http.MethodPost, "draftRevision", "/{conference}/revision", "Draft a correction of issued conclusions", "With its reason. It is in force once a chair approves it, and takes the place of one that waits."), x.draftRevision)
	api.RegisterPath(a, act(http.MethodPost, "approveRevision", "/{conference}/revision/{revision}/approve", "Approve a correction", "By a chair of this conference: a new version of the notice under the same number."), x.approveRevision)
}

func (x API) approve(c *web.Ctx, in *ConferenceIn) (*api.Answer[apiConference], error) {
	id := in.Conference.Ident()
	return x.now(c, id, x.Conference.Approve(c.Context(), c.Actor, id, c.Key()))
}

type apiIssuing struct {
	Date     string `json:"date,omitempty" format:"date" doc:"Of the notice; today by default."`
	Capacity string `json:"capacity" enum:"head,kt,tl,tm,tuq" doc:"In which the approving chair signs."`
	For      string `json:"for,omitempty" maxLength:"2000" doc:"Whose place is taken, with kt."`
	Closing  string `json:"closing,omitempty" doc:"Last paragraph; the usual one by default."`
}

func (x API) issue(c *web.Ctx, in *ConferenceIn, body *apiIssuing) (*api.Answer[apiConference], error) {
	id := in.Conference.Ident()
	capacity := map[string]document.Capacity{"head": document.AsHead, "kt": document.KT, "tl": document.TL, "tm": document.TM, "tuq": document.TUQ}[body.Capacity]
	return x.now(c, id, x.Conference.Issue(c.Context(), c.Actor, id, conference.IssueEntry{Date: body.Date, Capacity: capacity, For: body.For, Closing: body.Closing}, c.Key()))
}

type apiRevision struct {
	ID        string           `json:"id"`
	Reason    string           `json:"reason"`
	Texts     []apiRevisedText `json:"texts"`
	DraftedAt string           `json:"drafted_at" format:"date-time"`
	DraftedBy string           `json:"drafted_by"`
}

type apiRevisedText struct {
	Conclusion string `json:"conclusion" maxLength:"40"`
	Text       string `json:"text"`
}

// revision gives the texts in the order of the conclusions.
func (x API) revision(c *web.Ctx, in *ConferenceIn) (*api.Answer[apiRevision], error) {
	id := in.Conference.Ident()
	v, waits, err := x.Conference.PendingRevision(c.Context(), c.Actor, id)
	if err != nil {
		return nil, err
	}
	if !waits {
		return nil, fault.NotFound("web.not_found")
	}
	list, err := x.Conference.Conclusions(c.Context(), c.Actor, id)
	if err != nil {
		return nil, err
	}
	out := apiRevision{ID: v.ID.String(), Reason: v.Reason, Texts: []apiRevisedText{}, DraftedAt: v.DraftedAt.ISO(), DraftedBy: v.DraftedBy}
	for _, k := range list {
		if text, changed := v.Texts[k.ID]; changed {
			out.Texts = append(out.Texts, apiRevisedText{Conclusion: k.ID.String(), Text: text})
		}
	}
	return &api.Answer[apiRevision]{Body: out}, nil
}

type apiRevising struct {
	Reason string           `json:"reason" maxLength:"4000"`
	Texts  []apiRevisedText `json:"texts" maxItems:"1000" nullable:"false" doc:"As they are to be; others stay."`
}

func (x API) draftRevision(c *web.Ctx, in *ConferenceIn, body *apiRevising) (*api.Answer[apiRevision], error) {
	texts := make(map[ident.ID]string, len(body.Texts))
	for _, one := range body.Texts {
		texts[api.ParseID(one.Conclusion).Ident()] = one.Text
	}
	if _, err := x.Conference.DraftRevision(c.Context(), c.Actor, in.Conference.Ident(), texts, body.Reason, c.Key()); err != nil {
		return nil, err
	}
	return x.revision(c, in)
}

// RevisionIn is the path of a correction.
type RevisionIn struct {
	ConferenceIn
	Revision api.ID `path:"revision"`
}

func (x API) approveRevision(c *web.Ctx, in *RevisionIn) (*api.Answer[apiConference], error) {
	id := in.Conference.Ident()
	return x.now(c, id, x.Conference.ApproveRevision(c.Context(), c.Actor, id, in.Revision.Ident(), c.Key()))
}
