package app

import (
	"io"
	"log/slog"
	"os"
	"time"

	"giaoban/internal/account/provider"
	"giaoban/internal/app/certificate"
	"giaoban/internal/demo"
	"giaoban/internal/mail"
	"giaoban/internal/when"
)

// Config is what an installation decides. The zero value of each field is usable.
type Config struct {
	DataDir  string // database, files; made where missing
	Database string // postgres://… instead of a SQLite file in DataDir
	Addr     string // host:port of the one HTTP port; port 0 picks a free one

	MediaPort  int      // one number for UDP and TCP; negative: no sound and picture, 0: a free one
	MediaAddrs []string // addresses under which browsers reach the media port; empty: found
	MediaURL   string   // "wss://…" under which browsers reach /rtc of this process, where that is not the host of the page

	TLSCert, TLSKey string           // PEM files: the one port speaks https by itself
	ACME            certificate.ACME // certificates from an authority instead, where Domains is not empty; Cache "" is DataDir/acme
	HTTPAddr        string           // host:port of a plain listener that leads to https and answers the authority; "" none
	Reload          <-chan os.Signal // read the certificate files now

	TLS          bool   // reached by https only, through a proxy in front
	PublicURL    string // "https://giaoban.example": of links that leave the program; "" takes the host that the reader asked
	BehindProxy  bool   // believe X-Forwarded-For and -Proto of the one proxy in front
	MetricsToken string // bearer token of /metrics; "" shuts it outside a demo

	WritesPerMinute int // of one account; 0: 300, negative: no bound, for tests that write like many

	SlowPage time.Duration // an answer that takes longer is named in the log; 0: 500 ms, negative: none is

	SecondFactor bool            // binding acts ask a second factor shown within minutes
	Mail         mail.Config     // server that takes mails; the zero Config is none. Needs PublicURL
	Outside      provider.Config // identity provider for signing in beside passwords; the zero Config is none

	Demo         bool               // one-click accounts, movable clock, open metrics
	Organisation *demo.Organisation // loaded into an empty database; in a demo instead of the built-in one
	Start        time.Time          // where a demo's clock stands at the start; zero: now

	Clock  when.Clock       // domain clock outside a demo; nil: the system's
	Now    func() time.Time // real clock; nil: time.Now
	Random io.Reader        // nil: crypto/rand
	Log    *slog.Logger     // nil: discarded
}
