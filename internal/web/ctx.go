package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// Ctx is one request: who asks, in which language, on which day of the domain clock.
type Ctx struct {
	W     http.ResponseWriter
	R     *http.Request
	Actor actor.Actor
	Lang  i18n.Lang
	Today when.Date
	Now   when.Instant

	mux     *Mux
	mode    mode
	ctx     context.Context // the request's, with its session
	session bool            // there is one
	form    url.Values
	formErr error
	body    []byte // of a call of the API
	written bool
}

// Context is the request's context. It ends when the browser goes away.
func (c *Ctx) Context() context.Context { return c.ctx }

// Path gives a part of the route's pattern.
func (c *Ctx) Path(name string) string { return c.R.PathValue(name) }

// ID reads an identifier in the path. A malformed one is not found, like an unknown one.
func (c *Ctx) ID(name string) (ident.ID, error) {
	id, err := ident.Parse(c.Path(name))
	if err != nil {
		return 0, fault.NotFound("web.not_found").Because(err)
	}
	return id, nil
}

// QueryID gives the identifier in a parameter of the address, otherwise where there is none. What is malformed is not found.
func (c *Ctx) QueryID(name string, otherwise ident.ID) (ident.ID, error) {
	text := c.Query(name)
	if text == "" {
		return otherwise, nil
	}
	id, err := ident.Parse(text)
	if err != nil {
		return 0, fault.NotFound("web.not_found").Because(err)
	}
	return id, nil
}

// QueryPage gives the page of a list in a parameter of the address, from 1; what is malformed is the first.
func (c *Ctx) QueryPage(name string) int {
	n, _ := strconv.Atoi(c.Query(name))
	return min(max(n, 1), 1<<20)
}

// Query gives a parameter of the address.
func (c *Ctx) Query(name string) string { return c.R.URL.Query().Get(name) }

// Form gives the fields of a posted form, plain or with files. A form that is
// malformed or too large gives no fields; FormErr tells.
func (c *Ctx) Form() url.Values {
	c.readForm()
	return c.form
}

// FormErr tells why the form could not be read.
func (c *Ctx) FormErr() error {
	c.readForm()
	return c.formErr
}

func (c *Ctx) readForm() {
	if c.form != nil {
		return
	}
	c.form = url.Values{}
	var err error
	kind, _, _ := mime.ParseMediaType(c.R.Header.Get("Content-Type"))
	switch {
	case kind == "multipart/form-data":
		err = c.R.ParseMultipartForm(4 << 20)
	case kind == "application/x-www-form-urlencoded", kind == "application/json", c.R.ContentLength == 0, c.R.Method == http.MethodGet:
		err = c.R.ParseForm()
	default: // an empty form would be taken for one that clears everything
		err = fmt.Errorf("a form of type %q", kind)
	}
	if err != nil {
		c.formErr = bodyFault(err)
		return
	}
	c.form = c.R.PostForm
	if c.R.MultipartForm != nil {
		c.form = c.R.MultipartForm.Value
	}
}

func bodyFault(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) || errors.Is(err, multipart.ErrMessageTooLarge) {
		return fault.TooLarge("", "web.too_large").Because(err)
	}
	return fault.Invalid("", "web.malformed").Because(err)
}

// FormID reads an identifier out of a form field; an empty field is 0.
func (c *Ctx) FormID(name string) (ident.ID, error) {
	text := strings.TrimSpace(c.Form().Get(name))
	if text == "" {
		return 0, nil
	}
	id, err := ident.Parse(text)
	if err != nil {
		return 0, fault.Invalid(name, "web.malformed").Because(err)
	}
	return id, nil
}

// File is an uploaded file. Name is the last part of what the browser called it.
type File struct {
	Name string
	Type string // as the browser claims; sniff before trusting
	Data []byte
}

// File gives an uploaded file, false where none was chosen.
func (c *Ctx) File(field string) (File, bool, error) {
	if err := c.FormErr(); err != nil {
		return File{}, false, err
	}
	if c.R.MultipartForm == nil || len(c.R.MultipartForm.File[field]) == 0 {
		return File{}, false, nil
	}
	head := c.R.MultipartForm.File[field][0]
	if head.Size == 0 && head.Filename == "" {
		return File{}, false, nil
	}
	f, err := head.Open()
	if err != nil {
		return File{}, false, err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return File{}, false, bodyFault(err)
	}
	name := head.Filename[strings.LastIndexAny(head.Filename, `/\`)+1:]
	return File{Name: name, Type: head.Header.Get("Content-Type"), Data: data}, true, nil
}

// Key gives the idempotency key: the header Idempotency-Key, or the hidden field "key" with a sum of what was sent. "" is none.
// It counts for this account at this address: sent with another record's form it must not answer "done" for an act that never was.
// A form sent twice counts once; gone back to in the browser, changed and sent again it is another act: under the key of the page
// alone it was answered as done, and what was changed was lost.
func (c *Ctx) Key() string {
	key := c.R.Header.Get("Idempotency-Key")
	form := key == "" && c.mode&byToken == 0 && c.R.Method != http.MethodGet && !isJSON(c.R) // the API has no forms: its body may be a file
	if form {
		key = c.Form().Get("key")
	}
	if key == "" || len(key) > 128 {
		return ""
	}
	if form {
		key += ":" + c.sent()
	}
	return c.Actor.Account.String() + ":" + c.R.URL.Path + ":" + key
}

// sent sums up the fields of a form, with names and sizes of its files.
func (c *Ctx) sent() string {
	sum := sha256.New()
	sum.Write([]byte(c.Form().Encode()))
	if files := c.R.MultipartForm; files != nil {
		for _, field := range slices.Sorted(maps.Keys(files.File)) {
			for _, f := range files.File[field] {
				fmt.Fprintf(sum, "\n%q %q %d", field, f.Filename, f.Size)
			}
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:12])
}

func isJSON(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Content-Type"), "application/json")
}

// Decode reads a JSON body into v: one value of known fields, and nothing behind it.
func (c *Ctx) Decode(v any) error {
	dec := json.NewDecoder(c.R.Body)
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return bodyFault(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return bodyFault(errors.Join(errors.New("more than one JSON value"), err))
	}
	return nil
}

// T gives a text in the reader's language.
func (c *Ctx) T(key string, args ...any) string { return c.mux.d.Catalog.T(c.Lang, key, args...) }

// TIn gives a text in one of the languages, whatever the reader's is: what people write into files may be in either.
func (c *Ctx) TIn(lang i18n.Lang, key string, args ...any) string {
	return c.mux.d.Catalog.T(lang, key, args...)
}

// Base fills what a page knows of its reader. section is today, reports,
// conferences, tasks, documents, units, news or ""; titleKey is the message key
// of the title, "" for a page whose title is data (shell.Base.WithTitle).
func (c *Ctx) Base(section, titleKey string, args ...any) shell.Base {
	b := c.mux.base(c, section)
	if titleKey != "" {
		b.Title = c.T(titleKey, args...)
	}
	return b
}

// Render writes a page.
func (c *Ctx) Render(comp templ.Component) error { return c.RenderStatus(http.StatusOK, comp) }

// RenderStatus writes a page with a status, such as 422 for a form that was refused.
func (c *Ctx) RenderStatus(status int, comp templ.Component) error {
	var body bytes.Buffer
	if err := comp.Render(shell.WithAssets(c.ctx, c.assets()), &body); err != nil {
		return err
	}
	return c.Bytes(status, "text/html; charset=utf-8", body.Bytes())
}

func (c *Ctx) assets() func(string) string {
	if c.mux.d.Assets == nil {
		return nil
	}
	return c.mux.d.Assets.URL
}

// Bytes writes an answer that is ready. Set further headers on c.W before.
func (c *Ctx) Bytes(status int, contentType string, body []byte) error {
	h := c.W.Header()
	h.Set("Content-Type", contentType)
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
		if c.Actor.Kind == actor.Public {
			h.Set("Cache-Control", "private, no-cache")
		}
	}
	c.tellWorker(contentType)
	h.Add("Vary", "Cookie, Accept-Language")
	c.written = true
	return c.writeCompressed(status, body)
}

// JSON writes v as JSON.
func (c *Ctx) JSON(status int, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return c.Bytes(status, "application/json; charset=utf-8", append(body, '\n'))
}

// SeeOther sends the browser to another page of this program with GET: the answer to a form that was done.
func (c *Ctx) SeeOther(path string) error {
	c.written = true
	c.noteTaken()
	c.W.Header().Set("Cache-Control", "no-store")
	c.W.Header().Set("Location", localPath(path, "/"))
	c.W.WriteHeader(http.StatusSeeOther)
	return nil
}

// Flash keeps a sentence about what was done for the next page that this browser opens.
func (c *Ctx) Flash(key string, args ...any) { c.flash("ok", c.T(key, args...)) }

// Warn is Flash for what was done but needs attention.
func (c *Ctx) Warn(key string, args ...any) { c.flash("warn", c.T(key, args...)) }

// Refused gives the faults of err where the form should be shown again with
// them: Invalid, Conflict and TooLarge. Any other error is returned to the adapter.
func Refused(err error) (fault.Faults, bool) {
	if err == nil {
		return nil, false
	}
	all := fault.All(err)
	for _, f := range all {
		switch f.Kind {
		case fault.KindInvalid, fault.KindConflict, fault.KindTooLarge:
		default:
			return nil, false
		}
	}
	return all, true
}

// RefusedStatus is the status of a form that is shown again: 409 if anything in it is a conflict, else 422.
func RefusedStatus(faults fault.Faults) int {
	for _, f := range faults {
		if f.Kind == fault.KindConflict {
			return http.StatusConflict
		}
	}
	return http.StatusUnprocessableEntity
}
