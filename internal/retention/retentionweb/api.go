package retentionweb

import (
	"net/http"

	"giaoban/internal/retention"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// API is the operations of how long things are kept.
type API struct{ Retention *retention.Service }

// Register adds the operations. They are for who keeps the whole installation.
func (x API) Register(a *api.API) {
	api.Register(a, api.Op{ID: "listRetention", Method: http.MethodGet, Tag: "Retention", Path: "/retention", Person: true, Summary: "List how long things are kept",
		Text: "What is forgotten after a time, within which bounds that can be chosen, and what the last clean-up removed."}, x.list)
	api.Register(a, api.Op{ID: "setRetention", Method: http.MethodPut, Tag: "Retention", Path: "/retention/{kind}", Person: true, Summary: "Say how long a kind of record is kept",
		Text: "The next clean-up removes what is older."}, x.change)
}

type apiRetention struct {
	Kind       string `json:"kind"`
	Name       string `json:"name" doc:"In the language of the call."`
	Days       int    `json:"days" doc:"For which it is kept now."`
	Least      int    `json:"least"`
	Most       int    `json:"most"`
	Fixed      bool   `json:"fixed" doc:"Nobody can choose."`
	ChangedAt  string `json:"changed_at,omitempty" format:"date-time"`
	RanAt      string `json:"ran_at,omitempty" format:"date-time" doc:"The last clean-up."`
	Removed    int64  `json:"removed" doc:"By the last clean-up."`
	RemovedAll int64  `json:"removed_all" doc:"Since the beginning."`
}

func (x API) list(c *web.Ctx, in *struct{ api.Paging }) (*api.List[apiRetention], error) {
	list, err := x.Retention.List(c.Context(), c.Actor)
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(k retention.Kept) string { return string(k.Kind) }, func(k retention.Kept) apiRetention {
		return apiRetention{Kind: string(k.Kind), Name: c.T(k.NameKey()), Days: k.Now, Least: k.Least, Most: k.Most, Fixed: k.Fixed(), ChangedAt: k.ChangedAt.ISO(), RanAt: k.RanAt.ISO(),
			Removed: k.Removed, RemovedAll: k.RemovedAll}
	})
}

func (x API) change(c *web.Ctx, in *struct {
	Kind string `path:"kind" maxLength:"40" doc:"As listRetention names it."`
	Body struct {
		Days int `json:"days" minimum:"1"`
	}
}) (*struct{}, error) {
	return nil, x.Retention.Change(c.Context(), c.Actor, retention.Kind(in.Kind), in.Body.Days)
}
