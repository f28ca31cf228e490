package app

import (
	"giaoban/internal/org/orgweb"
	"giaoban/internal/report/reportweb"
	"giaoban/internal/web/api"
)

// operations registers what other programs may call, under api.Prefix.
func (a *App) operations() {
	ops := api.New(a.mux)
	orgweb.API{Org: a.org}.Register(ops)
	reportweb.API{Report: a.report}.Register(ops)
}
