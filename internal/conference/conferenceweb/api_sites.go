package conferenceweb

import (
	"net/http"
	"slices"
	"strconv"

	"giaoban/internal/conference"
	"giaoban/internal/ident"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// siteOperations are the sites, what the agenda takes up, and what was said.
func (x API) siteOperations(a *api.API) {
	const site = "/{conference}/sites/{site}"
	api.RegisterBody(a, act(http.MethodPost, "addSite", "/{conference}/sites", "Add a site", "By the host, once called. A unit outside the scope is an observer."), x.addSite)
	api.RegisterPath(a, act(http.MethodGet, "getSite", site, "Read a site", "With its people. The contact's telephone number is for the hosts and the site's own unit."), x.site)
	api.RegisterBody(a, act(http.MethodPut, "saveSite", site, "Write down a site", "The whole of it, by its unit. With version it is refused where somebody else changed it meanwhile."), x.saveSite)
	api.RegisterPath(a, act(http.MethodPost, "confirmSite", site+"/confirm", "Confirm that a unit takes part", ""), x.confirmSite)

	topics := act(http.MethodGet, "listTopics", "/{conference}/topics", "List what the agenda can take up", "Groups of obstacles of the first host, and explanations of figures of the reviewed period; and what was taken up.")
	topics.Person, topics.Scope = true, ""
	api.RegisterPath(a, topics, x.topics)
	api.RegisterBody(a, act(http.MethodPost, "takeUpTopics", "/{conference}/topics", "Put topics on the agenda", "Of those that are listed: an item for each sort, before the concluding speech."), x.takeUp)
	api.RegisterBody(a, act(http.MethodPost, "makeGroupPaper", "/{conference}/topics/paper", "Make a group on the agenda a paper", "A workbook of what units raised and propose, as it stands now."), x.groupPaper)

	api.Register(a, act(http.MethodGet, "listRemarks", "/{conference}/remarks", "Read what was said", "In its order, with the secretary's summaries."), x.remarks)
	api.RegisterBody(a, act(http.MethodPut, "summariseRemark", "/{conference}/remarks/{remark}", "Write the summary of a remark", "Until the notice is issued. With version it is refused where somebody else changed it meanwhile."), x.summarise)
}

// SiteIn is the path of a site.
type SiteIn struct {
	ConferenceIn
	Site api.ID `path:"site"`
}

type apiSitePage struct {
	Site         apiSite       `json:"site"`
	Chair        string        `json:"chair,omitempty" doc:"Person."`
	ContactName  string        `json:"contact_name,omitempty"`
	ContactPhone string        `json:"contact_phone,omitempty"`
	ConfirmedAt  string        `json:"confirmed_at,omitempty" format:"date-time"`
	ConfirmedBy  string        `json:"confirmed_by,omitempty"`
	Delegates    []apiDelegate `json:"delegates"`
	Version      int           `json:"version"`
}

type apiDelegate struct {
	Person     string `json:"person,omitempty" maxLength:"40" doc:"Somebody with a record; name and title come from it."`
	Name       string `json:"name,omitempty" maxLength:"300"`
	Title      string `json:"title,omitempty" maxLength:"2000"`
	Label      string `json:"label,omitempty" maxLength:"300" doc:"Of a group, instead of a name."`
	Count      int    `json:"count,omitempty" minimum:"-1" doc:"Of a group; -1 or absent: not known."`
	Attendance string `json:"attendance,omitempty" enum:"expected,present,absent"`
	Reason     string `json:"reason,omitempty" maxLength:"2000" doc:"Of an absence."`
}

func showSitePage(s conference.SiteFacts) apiSitePage {
	out := apiSitePage{Site: showSite(s.Site), Chair: s.Chair.String(), ContactName: s.ContactName, ContactPhone: s.ContactPhone, ConfirmedBy: s.ConfirmedBy, Delegates: []apiDelegate{}, Version: s.Version}
	if !s.ConfirmedAt.Zero() {
		out.ConfirmedAt = s.ConfirmedAt.ISO()
	}
	for _, d := range s.Delegates {
		one := apiDelegate{Person: d.Person.String(), Name: d.Name, Title: d.Title, Label: d.Label, Attendance: string(d.Attendance), Reason: d.Reason}
		if d.Group() {
			one.Count = d.Count
		}
		out.Delegates = append(out.Delegates, one)
	}
	return out
}

// siteNow answers an act with the site as it then is.
func (x API) siteNow(c *web.Ctx, id, site ident.ID, err error) (*api.Answer[apiSitePage], error) {
	if err != nil {
		return nil, err
	}
	s, err := x.Conference.Site(c.Context(), c.Actor, id, site)
	if err != nil {
		return nil, err
	}
	return &api.Answer[apiSitePage]{Body: showSitePage(s)}, nil
}

type apiNewSite struct {
	Unit string `json:"unit" maxLength:"40"`
	Kind string `json:"kind" enum:"sub,observer"`
}

func (x API) addSite(c *web.Ctx, in *ConferenceIn, body *apiNewSite) (*api.Answer[apiSitePage], error) {
	id := in.Conference.Ident()
	site, err := x.Conference.AddSite(c.Context(), c.Actor, id, api.ParseID(body.Unit).Ident(), conference.SiteKind(body.Kind), c.Key())
	return x.siteNow(c, id, site, err)
}

func (x API) site(c *web.Ctx, in *SiteIn) (*api.Answer[apiSitePage], error) {
	out, err := x.siteNow(c, in.Conference.Ident(), in.Site.Ident(), nil)
	return out, hiddenConference(err)
}

type apiSiteEntry struct {
	Chair        string        `json:"chair,omitempty" maxLength:"40" doc:"Person; absent: nobody."`
	Place        string        `json:"place,omitempty" maxLength:"2000"`
	ContactName  string        `json:"contact_name,omitempty" maxLength:"2000"`
	ContactPhone string        `json:"contact_phone,omitempty" maxLength:"2000"`
	Planned      *int          `json:"planned,omitempty" minimum:"0" doc:"People expected; absent: not said."`
	Actual       *int          `json:"actual,omitempty" minimum:"0" doc:"People present; absent: not said."`
	Delegates    []apiDelegate `json:"delegates" maxItems:"300" nullable:"false"`
	Confirm      bool          `json:"confirm,omitempty" doc:"The unit takes part."`
	Version      int           `json:"version,omitempty" minimum:"0" doc:"Of the site that was read; 0 or absent: whatever it is now."`
}

func (e apiSiteEntry) entry() conference.SiteEntry {
	count := func(n *int) string {
		if n == nil {
			return ""
		}
		return strconv.Itoa(*n)
	}
	out := conference.SiteEntry{Chair: api.MaybeID(e.Chair), Place: e.Place, ContactName: e.ContactName, ContactPhone: e.ContactPhone, Planned: count(e.Planned), Actual: count(e.Actual), Confirm: e.Confirm,
		Version: e.Version}
	for _, d := range e.Delegates {
		one := conference.DelegateEntry{Person: api.MaybeID(d.Person), Attendance: conference.Attendance(d.Attendance), Reason: d.Reason}
		switch { // a person's name and title, and a person's count, are not the caller's to say
		case !one.Person.Zero():
		case d.Label != "":
			one.Label = d.Label
			if d.Count > 0 {
				one.Count = strconv.Itoa(d.Count)
			}
		default:
			one.Name, one.Title = d.Name, d.Title
		}
		out.Delegates = append(out.Delegates, one)
	}
	return out
}

func (x API) saveSite(c *web.Ctx, in *SiteIn, body *apiSiteEntry) (*api.Answer[apiSitePage], error) {
	id, site := in.Conference.Ident(), in.Site.Ident()
	if _, err := x.Conference.Site(c.Context(), c.Actor, id, site); err != nil { // a site of this conference
		return nil, err
	}
	return x.siteNow(c, id, site, x.Conference.SaveSite(c.Context(), c.Actor, site, body.entry(), c.Key()))
}

func (x API) confirmSite(c *web.Ctx, in *SiteIn) (*api.Answer[apiSitePage], error) {
	id, site := in.Conference.Ident(), in.Site.Ident()
	if _, err := x.Conference.Site(c.Context(), c.Actor, id, site); err != nil {
		return nil, err
	}
	return x.siteNow(c, id, site, x.Conference.Confirm(c.Context(), c.Actor, site, c.Key()))
}

type apiTopics struct {
	Groups       []apiTopicGroup       `json:"groups"`
	Explanations []apiTopicExplanation `json:"explanations"`
}

type apiTopicGroup struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Count    int    `json:"count" doc:"Obstacles in it."`
	OnAgenda bool   `json:"on_agenda"`
}

type apiTopicExplanation struct {
	ID        string `json:"id"`
	Unit      string `json:"unit"`
	Indicator string `json:"indicator"`
	Question  string `json:"question"`
	OnAgenda  bool   `json:"on_agenda"`
}

func (x API) topics(c *web.Ctx, in *ConferenceIn) (*api.Answer[apiTopics], error) {
	return x.topicsNow(c, in, nil)
}

func (x API) topicsNow(c *web.Ctx, in *ConferenceIn, err error) (*api.Answer[apiTopics], error) {
	if err != nil {
		return nil, err
	}
	t, err := x.Conference.Topics(c.Context(), c.Actor, in.Conference.Ident())
	if err != nil {
		return nil, err
	}
	out := apiTopics{Groups: []apiTopicGroup{}, Explanations: []apiTopicExplanation{}}
	for i, g := range t.GroupsAll() {
		out.Groups = append(out.Groups, apiTopicGroup{ID: g.ID.String(), Title: g.Title, Count: g.Count, OnAgenda: i < len(t.OnGroups)})
	}
	for i, e := range slices.Concat(t.OnExplained, t.Explanations) {
		out.Explanations = append(out.Explanations, apiTopicExplanation{ID: e.ID.String(), Unit: e.Unit.String(), Indicator: e.Indicator, Question: e.Question, OnAgenda: i < len(t.OnExplained)})
	}
	return &api.Answer[apiTopics]{Body: out}, nil
}

type apiTakenUp struct {
	Groups       []string `json:"groups,omitempty" maxItems:"200" nullable:"false"`
	Explanations []string `json:"explanations,omitempty" maxItems:"200" nullable:"false"`
}

func (x API) takeUp(c *web.Ctx, in *ConferenceIn, body *apiTakenUp) (*api.Answer[apiTopics], error) {
	return x.topicsNow(c, in, x.Conference.TakeUp(c.Context(), c.Actor, in.Conference.Ident(), api.IDs(body.Groups), api.IDs(body.Explanations), c.Key()))
}

type apiGroupPaper struct {
	Group string `json:"group" maxLength:"40" doc:"On the agenda."`
}

func (x API) groupPaper(c *web.Ctx, in *ConferenceIn, body *apiGroupPaper) (*api.List[apiPaper], error) {
	_, err := x.Conference.GroupPaper(c.Context(), c.Actor, in.Conference.Ident(), api.ParseID(body.Group).Ident(), c.Key())
	return x.papersNow(c, *in, err)
}

type apiSpeech struct {
	ID      string `json:"id"`
	Kind    string `json:"kind" enum:"report,contribution,informing,directing,concluding"`
	Site    string `json:"site,omitempty"`
	Item    string `json:"item,omitempty" doc:"Of the agenda."`
	Name    string `json:"name,omitempty"`
	Title   string `json:"title,omitempty"`
	At      string `json:"at" format:"date-time"`
	EndedAt string `json:"ended_at,omitempty" format:"date-time"`
	Text    string `json:"text,omitempty" doc:"The secretary's summary."`
	Version int    `json:"version"`
}

func showSpeech(m conference.Remark) apiSpeech {
	return apiSpeech{ID: m.ID.String(), Kind: string(m.Kind), Site: m.Site.String(), Item: m.Item.String(), Name: m.Name, Title: m.Title, At: m.At.ISO(), EndedAt: m.EndedAt.ISO(), Text: m.Text,
		Version: m.Version}
}

func (x API) remarks(c *web.Ctx, in *ConferenceList) (*api.List[apiSpeech], error) {
	list, err := x.Room.Remarks(c.Context(), c.Actor, in.Conference.Ident())
	if err != nil {
		return nil, hiddenConference(err)
	}
	return api.Cut(c, in.Paging, list, func(m conference.Remark) string { return m.ID.String() }, showSpeech)
}

// RemarkIn is the path of a remark.
type RemarkIn struct {
	ConferenceIn
	Remark api.ID `path:"remark"`
}

type apiSummary struct {
	Kind    string `json:"kind" enum:"report,contribution,informing,directing,concluding"`
	Text    string `json:"text"`
	Version int    `json:"version,omitempty" minimum:"0" doc:"Of the remark that was read; 0 or absent: whatever it is now."`
}

func (x API) summarise(c *web.Ctx, in *RemarkIn, body *apiSummary) (*struct{}, error) {
	return nil, x.Room.Summarise(c.Context(), c.Actor, in.Conference.Ident(), in.Remark.Ident(), conference.RemarkKind(body.Kind), body.Text, body.Version, c.Key())
}
