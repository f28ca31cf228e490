package web

import "strings"

// Origin gives scheme and host under which the reader reached this program, for
// links that leave it: feeds, shared pages. "" where the host is malformed.
func (c *Ctx) Origin() string {
	if own := c.mux.d.Config.PublicURL; own != "" {
		return strings.TrimSuffix(own, "/")
	}
	host := c.R.Host
	if host == "" || strings.Trim(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]") != "" {
		return ""
	}
	cfg := c.mux.d.Config
	if cfg.TLS || c.R.TLS != nil || cfg.BehindProxy && c.R.Header.Get("X-Forwarded-Proto") == "https" {
		return "https://" + host
	}
	return "http://" + host
}
