package taskweb

import (
	"net/http"

	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// assignOperations are what who gave a task does with it afterwards.
func (x API) assignOperations(a *api.API) {
	op := func(id, word, summary, text string) api.Op {
		return api.Op{ID: id, Method: http.MethodPost, Tag: "Tasks", Path: "/tasks/{task}/" + word, Person: true, Summary: summary, Text: text}
	}
	api.Register(a, op("withdrawTask", "withdraw", "Withdraw a task", "By who gave it, with the reason."), x.withdraw)
	api.Register(a, op("changeLead", "lead", "Give a task to another lead", "With the reason; the former lead keeps its history."), x.lead)
	api.Register(a, op("reopenTask", "reopen", "Open a finished task again", "With what is missing."), x.reopen)
}

// ReasonIn is a task and why something is done with it.
type ReasonIn struct {
	TaskIn
	Body struct {
		Reason string `json:"reason" maxLength:"4000"`
	}
}

func (x API) withdraw(c *web.Ctx, in *ReasonIn) (*api.Answer[apiTask], error) {
	t, err := x.Task.Withdraw(c.Context(), c.Actor, in.Task.Ident(), in.Body.Reason)
	return answerTask(c, t, err)
}

func (x API) lead(c *web.Ctx, in *struct {
	TaskIn
	Body struct {
		Lead   string `json:"lead" maxLength:"40" doc:"Unit."`
		Reason string `json:"reason" maxLength:"4000"`
	}
}) (*api.Answer[apiTask], error) {
	t, err := x.Task.ChangeLead(c.Context(), c.Actor, in.Task.Ident(), api.ParseID(in.Body.Lead).Ident(), in.Body.Reason)
	return answerTask(c, t, err)
}

func (x API) reopen(c *web.Ctx, in *ReasonIn) (*api.Answer[apiTask], error) {
	t, err := x.Task.Reopen(c.Context(), c.Actor, in.Task.Ident(), in.Body.Reason, c.Key())
	return answerTask(c, t, err)
}
