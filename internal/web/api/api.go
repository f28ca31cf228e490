package api

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/web"
)

// Prefix is where the operations stand.
const Prefix = "/api/v1"

// API holds the operations. Register them all before the first call.
type API struct {
	mux  *web.Mux
	huma huma.API
	list []Op
	now  Op     // is being registered
	boot string // tells versions kept in memory from those of another run of the program
	doc  func() document
}

// Op describes an operation.
type Op struct {
	ID      string // operationId, "listUnits"
	Method  string
	Path    string // below Prefix, "/units/{unit}"
	Tag     string
	Summary string
	Text    string // description
	Status  int    // of success, 0: 200, or 204 without a body
	Most    int64  // bytes of a body, 0: web.CallLimit

	Open   bool        // anyone
	Person bool        // a signed-in person, no token
	Scope  actor.Scope // what a token needs; "" with neither of the above: any token
}

// New makes the API and registers its document.
func New(m *web.Mux) *API {
	a := &API{mux: m, boot: strconv.FormatInt(time.Now().UnixNano(), 36)}
	format := huma.Format{Marshal: encode, Unmarshal: json.Unmarshal}
	a.huma = humago.NewWithPrefix(router{a}, Prefix, huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info:    &huma.Info{Title: "giaoban", Version: "1", Description: about},
			Components: &huma.Components{
				Schemas: huma.NewMapRegistry("#/components/schemas/", schemaName),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"token":   {Type: "http", Scheme: "bearer", Description: "An access token of a unit, gb_…"},
					"session": {Type: "apiKey", In: "cookie", Name: "giaoban_session", Description: "The session of the program's own pages."},
				},
			},
		},
		Formats:                      map[string]huma.Format{"application/json": format, "json": format},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
		Transformers:                 []huma.Transformer{refuseInvalid},
	})
	a.doc = sync.OnceValue(a.makeDocument)
	m.Call("GET "+Prefix+"/openapi.json", func(c *web.Ctx) { a.send(c, &recorder{header: c.W.Header(), body: a.doc().json}) })
	m.Call("GET "+Prefix+"/openapi-3.0.json", func(c *web.Ctx) { a.send(c, &recorder{header: c.W.Header(), body: a.doc().json30}) })
	m.Call("/api/", func(c *web.Ctx) { a.refuse(c, fault.NotFound("api.no_operation", "path", c.R.URL.Path)) })
	return a
}

const about = `The programs' surface of an installation: the same services, rights and rules as its pages.

Send an access token of your unit as "Authorization: Bearer gb_…". A unit's administrator makes it under Accounts → Access tokens, with scopes and an expiry of at most one year. A token never signs, sends, accepts, returns or approves: those operations ask for a person.

Identifiers are opaque text. Days are YYYY-MM-DD in the installation's zone (+07:00), moments RFC 3339. Figures are decimal text. Texts of refusals follow Accept-Language (vi, en).`

// schemaName is a type's name; the types of operations begin with "api" or, where they are embedded, "API" in their packages.
func schemaName(t reflect.Type, hint string) string {
	return strings.NewReplacer("Api", "", "API", "").Replace(huma.DefaultSchemaNamer(t, hint))
}

func encode(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// Register adds an operation. A handler parses, calls one service method and returns an Answer, a List, or nothing (struct{}).
func Register[I, O any](a *API, op Op, h func(c *web.Ctx, in *I) (*O, error)) {
	o := a.operation(op)
	a.declare(&o, reflect.TypeFor[O]())
	huma.Register(a.huma, o, func(ctx context.Context, in *I) (*written, error) {
		c := callOf(ctx)
		out, err := h(c, in)
		return a.finish(c, o.DefaultStatus, out, err)
	})
}

func (a *API) operation(op Op) huma.Operation {
	a.now, a.list = op, append(a.list, op)
	o := huma.Operation{
		MaxBodyBytes: op.Most,
		OperationID:  op.ID, Method: op.Method, Path: op.Path, Tags: []string{op.Tag}, Summary: op.Summary, Description: op.Text,
		DefaultStatus: op.Status, Responses: a.refusals(op), Metadata: map[string]any{"op": op},
		Middlewares: huma.Middlewares{func(ctx huma.Context, next func(huma.Context)) {
			c := callOf(ctx.Context())
			if err := a.admit(c, op); err != nil {
				a.refuse(c, err)
				return
			}
			next(ctx)
		}},
	}
	switch {
	case op.Open:
		o.Security = []map[string][]string{{}, {"session": {}}, {"token": {}}}
	case op.Person:
		o.Security = []map[string][]string{{"session": {}}}
	case op.Scope != "":
		o.Security = []map[string][]string{{"token": {string(op.Scope)}}, {"session": {}}}
	default:
		o.Security = []map[string][]string{{"token": {}}, {"session": {}}}
	}
	if op.Method != http.MethodGet {
		o.Parameters = append(o.Parameters, &huma.Param{Name: "Idempotency-Key", In: "header", Schema: &huma.Schema{Type: "string", MaxLength: ptr(100)},
			Description: "Makes a retried request come in once: the retry is answered like the first. The same key with another body is refused."})
	}
	return o
}

func ptr[T any](v T) *T { return &v }

// admit judges what an operation asks of its caller, before anything is parsed.
func (a *API) admit(c *web.Ctx, op Op) error {
	if err := may(c, op); err != nil || c.R.Method == http.MethodGet {
		return err
	}
	return sameBody(c)
}

func may(c *web.Ctx, op Op) error {
	if !op.Open {
		if err := c.Actor.SignedIn(); err != nil {
			return err
		}
	}
	if op.Person && c.Actor.Kind == actor.Program {
		return fault.Forbidden("actor.not_by_token")
	}
	if op.Scope != "" && !c.Actor.InScope(op.Scope) {
		return fault.Forbidden("actor.forbidden_scope", "scope", string(op.Scope))
	}
	return nil
}

// refusals are the answers of an operation that did not succeed.
func (a *API) refusals(op Op) map[string]*huma.Response {
	schema := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[web.Refusal](), true, "")
	list := map[string]*huma.Response{}
	add := func(status int, text string) {
		list[strconv.Itoa(status)] = &huma.Response{Description: text, Content: map[string]*huma.MediaType{"application/json": {Schema: schema}}}
	}
	if !op.Open {
		add(http.StatusUnauthorized, "Nobody is signed in, or the access token is unknown, expired or revoked.")
		add(http.StatusForbidden, "The caller has no right to this, or the token lacks the scope.")
	}
	if strings.Contains(op.Path, "{") {
		add(http.StatusNotFound, "There is no such record, or the caller may not know of it.")
	}
	add(http.StatusUnprocessableEntity, "A parameter or field is refused.")
	add(http.StatusTooManyRequests, "Too many calls; see Retry-After.")
	add(http.StatusInternalServerError, "The server failed; ref names the failure in its log.")
	if op.Method == http.MethodGet {
		list[strconv.Itoa(http.StatusNotModified)] = &huma.Response{Description: "Nothing has changed since the ETag that was sent."}
		return list
	}
	add(http.StatusBadRequest, "The body is not JSON.")
	add(http.StatusConflict, "The present state does not allow this, or the Idempotency-Key was used for another request.")
	add(http.StatusPreconditionFailed, "The record is no longer the version named in If-Match.")
	add(http.StatusRequestEntityTooLarge, "The body is too large.")
	add(http.StatusUnsupportedMediaType, "The body is not application/json.")
	return list
}

type callKey struct{}

func callOf(ctx context.Context) *web.Ctx {
	c, _ := ctx.Value(callKey{}).(*web.Ctx)
	return c
}

// refused is a refusal as huma takes it: status, headers, body.
type refused struct {
	web.Refusal
	status int
	header http.Header
}

func (r *refused) Error() string           { return r.Key }
func (r *refused) GetStatus() int          { return r.status }
func (r *refused) GetHeaders() http.Header { return r.header }

// MarshalJSON leaves only the refusal.
func (r *refused) MarshalJSON() ([]byte, error) { return json.Marshal(r.Refusal) }

func refusalOf(c *web.Ctx, err error) error {
	var already *refused
	if errors.As(err, &already) {
		return already
	}
	status, body := c.Refusal(err)
	return &refused{Refusal: body, status: status, header: refusalHeader(status)}
}

func refusalHeader(status int) http.Header {
	h := http.Header{}
	switch status {
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", `Bearer realm="giaoban"`)
	case http.StatusTooManyRequests:
		h.Set("Retry-After", "60")
	}
	return h
}
