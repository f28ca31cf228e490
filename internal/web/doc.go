// Package web is the surface: routes, who asks, how answers and refusals are
// written, live streams. It knows accounts and units and no other domain; pages
// are brought by the domains' own packages through Mux.
//
// A handler parses, calls one service method and renders, or returns an error.
// One adapter turns an error into a page or JSON: the fault's kind gives the
// status, its key the sentence in the reader's language, and what is not a
// fault becomes a bland sentence with a reference that also stands in the log.
//
// Invariants:
//   - A page is rendered to memory and then written: a failure half-way is an
//     error page, never half a page.
//   - The actor is made for every request from the session and today's grants.
//   - Unsafe methods from another origin are refused (http.CrossOriginProtection).
//   - Neither query strings nor forms nor cookies are logged.
//   - A live stream's right is judged when it opens, when the account's grants
//     or sessions change, and every minute; then it is cut. What all listeners
//     see alike is rendered once a version and language and sent as the same bytes.
package web
