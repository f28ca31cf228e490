package personweb

import (
	"net/http"

	"giaoban/internal/person"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// API is the operations of official posts for other programs.
type API struct{ Person *person.Service }

// Register adds the operations.
func (x API) Register(a *api.API) {
	api.Register(a, api.Op{ID: "listHolders", Method: http.MethodGet, Tag: "People", Path: "/units/{unit}/holders", Summary: "List who holds the posts of a unit",
		Text: "On a day, in protocol order. Nothing else is known of a person."}, x.holders)
	x.postOperations(a)
}

type apiHolder struct {
	ID       string `json:"id" doc:"Of the appointment."`
	Person   string `json:"person"`
	Name     string `json:"name"`
	Title    string `json:"title"`
	From     string `json:"from,omitempty" format:"date"`
	To       string `json:"to,omitempty" format:"date"`
	Decision string `json:"decision,omitempty"`
}

func (x API) holders(c *web.Ctx, in *struct {
	api.Paging
	Unit api.ID `path:"unit"`
	Date string `query:"date" format:"date" doc:"Today by default."`
}) (*api.List[apiHolder], error) {
	day, err := api.Day("date", in.Date)
	if err != nil {
		return nil, err
	}
	if day.Zero() {
		day = c.Today
	}
	list, err := x.Person.Holders(c.Context(), in.Unit.Ident(), day)
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(h person.Holder) string { return h.ID.String() }, showHolder)
}

func showHolder(h person.Holder) apiHolder {
	return apiHolder{ID: h.ID.String(), Person: h.Person.ID.String(), Name: h.Person.Name, Title: h.Position.Title, From: h.From.String(), To: h.To.String(), Decision: h.Decision}
}
