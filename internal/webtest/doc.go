// Package webtest checks pages in tests: a Mux on a fresh database, a browser
// that acts as somebody, and HTML asked by selectors instead of compared as text.
//
//	site := webtest.New(t, webtest.Options{Messages: []i18n.Messages{task.Messages(), taskweb.Messages()}})
//	taskweb.Routes(site.Mux, svc)
//	page := site.As(who).Get("/tasks")
//	page.One("h1").HasText("Nhiệm vụ")
//	webtest.EveryPage(t, site, who, "/tasks", "/tasks/"+id.String())
//
// It is imported by tests only.
package webtest
