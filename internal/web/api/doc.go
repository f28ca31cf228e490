// Package api is the frame of the programs' surface, /api/v1: operations that
// domains register, the OpenAPI document made from them, and what holds for all
// of them. It knows no domain but accounts and units.
//
// An operation says who may call it: anyone (Open), an account or any access
// token, a token with a scope, or a person only (Person). Then its handler
// calls one method of a service, as a page does, and the service judges again.
//
// For every call:
//   - who asks is told by the access token, else by the session of our own pages;
//     unsafe calls from another site's page are refused (web.Mux).
//   - calls are counted per token; the answer tells what is left.
//   - bodies are bounded before they are read, and unknown fields and parameters refused.
//   - a refusal is a web.Refusal in the language of the call.
//   - a write takes an Idempotency-Key; the same key with another body is refused.
//   - a read carries an ETag and answers If-None-Match with 304.
//   - figures are decimal text, never floating point.
package api
