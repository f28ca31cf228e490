package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"giaoban/internal/account/provider"
)

// outside are the flags of an identity provider; each may come from a variable instead.
type outside struct {
	c    provider.Config
	file string // holds the client secret
}

func (o *outside) register(cmd *cobra.Command) {
	set := cmd.Flags()
	set.StringVar(&o.c.Issuer, "oidc-issuer", os.Getenv("GIAOBAN_OIDC_ISSUER"), "issuer of an OpenID Connect provider with which people also sign in, e.g. https://id.example")
	set.StringVar(&o.c.Client, "oidc-client", os.Getenv("GIAOBAN_OIDC_CLIENT"), "our client id at the provider")
	set.StringVar(&o.file, "oidc-secret-file", "", "file with the client secret; or the variable GIAOBAN_OIDC_SECRET")
	set.StringVar(&o.c.Label, "oidc-label", os.Getenv("GIAOBAN_OIDC_LABEL"), "name of the provider on the sign-in page")
	set.StringSliceVar(&o.c.Strong, "oidc-second-factor", nil, "acr or amr values of the provider that count as a second factor (default: none)")
}

func (o *outside) config(publicURL string) (provider.Config, error) {
	c := o.c
	if c.Issuer == "" {
		return provider.Config{}, nil
	}
	if c.Client == "" {
		return c, errors.New("--oidc-issuer needs --oidc-client")
	}
	if publicURL == "" {
		return c, errors.New("--oidc-issuer needs --public-url: the provider sends people back to it")
	}
	c.Secret = os.Getenv("GIAOBAN_OIDC_SECRET")
	if o.file != "" {
		text, err := os.ReadFile(o.file)
		if err != nil {
			return c, fmt.Errorf("--oidc-secret-file: %w", err)
		}
		c.Secret = strings.TrimSpace(string(text))
	}
	return c, nil
}
