package api

import (
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"giaoban/internal/fault"
	"giaoban/internal/web"
)

// refuseInvalid turns what huma refuses by itself, before a handler runs, into the house's refusals.
func refuseInvalid(ctx huma.Context, status string, v any) (any, error) {
	e, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	c := callOf(ctx.Context())
	var faults fault.Faults
	for _, d := range e.Errors {
		faults = append(faults, invalid(e.Status, d))
	}
	switch {
	case e.Status == http.StatusRequestEntityTooLarge:
		faults = fault.Faults{fault.TooLarge("", "web.too_large")}
	case e.Status == http.StatusInternalServerError: // huma met something it did not expect
		_, body := c.Refusal(e)
		return body, nil
	case len(faults) == 0:
		faults = fault.Faults{fault.Invalid("", "api.malformed", "detail", e.Detail)}
	}
	_, body := c.Refusal(faults)
	return body, nil
}

// invalid names what is wrong at a place of the request. The detail is huma's, in English: it is for who writes the program.
func invalid(status int, d *huma.ErrorDetail) *fault.Fault {
	place, field, _ := strings.Cut(d.Location, ".")
	if place != "body" && place != "query" && place != "path" && place != "header" {
		field = d.Location
	}
	missing := strings.TrimSuffix(validation.MsgExpectedRequiredProperty, "%s to be present")
	switch {
	case status == http.StatusUnsupportedMediaType:
		return fault.Invalid("", "api.not_json")
	case strings.HasPrefix(d.Message, missing):
		name, _, _ := strings.Cut(strings.TrimPrefix(d.Message, missing), " ")
		return fault.Invalid(strings.Trim(field+"."+name, "."), "api.missing")
	case strings.HasPrefix(d.Message, "required "):
		return fault.Invalid(field, "api.missing")
	case d.Message == validation.MsgUnexpectedProperty, d.Message == "unknown query parameter":
		return fault.Invalid(field, "api.unknown_field", "field", field)
	}
	return fault.Invalid(field, "api.malformed", "detail", d.Message)
}

var _ huma.Transformer = refuseInvalid
var _ http.Handler = router{}
var _ error = (*refused)(nil)
var _ huma.StatusError = (*refused)(nil)
var _ = web.Refusal{}
