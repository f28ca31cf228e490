package doctor

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"giaoban/internal/app/backup"
	"giaoban/internal/app/certificate"
	"giaoban/internal/i18n"
)

func joined(parts ...string) string { return filepath.Join(parts...) }

func exists(parts ...string) bool {
	_, err := os.Stat(joined(parts...))
	return err == nil
}

func (r *Report) folder(data string) {
	info, err := os.Stat(data)
	if err != nil || !info.IsDir() {
		r.add(Fail, "doctor.folder_none", "folder", data)
		return
	}
	if backup.Unfinished(data) != nil {
		r.add(Fail, "doctor.folder_unfinished", "folder", data)
		return
	}
	open := ""
	if info.Mode().Perm()&0o077 != 0 {
		open = data
	}
	foreign := ""
	err = filepath.WalkDir(data, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if errors.Is(err, os.ErrNotExist) {
			return nil // gone meanwhile
		}
		if err != nil {
			return err
		}
		if strings.HasSuffix(path, ".key") && info.Mode().Perm()&0o077 != 0 {
			open = path
		}
		if !own(info) {
			foreign = path
		}
		return nil
	})
	switch {
	case err != nil:
		r.add(Fail, "doctor.folder_unread", "error", err)
	case open != "":
		r.add(Warn, "doctor.folder_open", "path", open)
	case foreign != "":
		r.add(Warn, "doctor.folder_foreign", "path", foreign)
	default:
		r.add(OK, "doctor.folder_ok", "folder", data)
	}
}

const gigabyte = 1 << 30

func (r *Report) disk(data string) {
	free, total, err := Disk(data)
	if err != nil {
		r.add(Warn, "doctor.disk_unknown", "error", err)
		return
	}
	r.space(free, total)
}

func (r *Report) space(free, total uint64) {
	gb := i18n.Fixed(r.lang, int64(free/(gigabyte/10)), 1)
	switch {
	case free < gigabyte || free < total/50:
		r.add(Fail, "doctor.disk_full", "free", gb)
	case free < 5*gigabyte || free < total/10:
		r.add(Warn, "doctor.disk_low", "free", gb)
	default:
		r.add(OK, "doctor.disk_ok", "free", gb)
	}
}

func (r *Report) synchronised() {
	if yes, known := clockSynchronised(); known && !yes {
		r.add(Warn, "doctor.clock_free")
		return
	}
	r.add(OK, "doctor.clock_ok", "time", r.At.Format(time.DateTime))
}

func (r *Report) certificates(cfg Config) {
	var files []string
	if cfg.TLSCert != "" {
		files = append(files, cfg.TLSCert)
	}
	fetched, _ := filepath.Glob(joined(cfg.DataDir, "acme", "*.*"))
	for _, name := range fetched {
		if base := filepath.Base(name); !strings.Contains(base, "+") {
			files = append(files, name)
		}
	}
	if len(files) == 0 {
		r.add(OK, "doctor.cert_none")
	}
	for _, file := range files {
		c, err := certificate.Read(file)
		if err != nil {
			r.add(Fail, "doctor.cert_unread", "error", err)
			continue
		}
		r.certificate(c, cfg)
	}
}

func (r *Report) certificate(c *x509.Certificate, cfg Config) {
	left := c.NotAfter.Sub(r.At)
	day := c.NotAfter.Format(time.DateOnly)
	names := strings.Join(c.DNSNames, ", ")
	for _, ip := range c.IPAddresses {
		names = strings.TrimPrefix(names+", "+ip.String(), ", ")
	}
	switch {
	case left <= 0 || r.At.Before(c.NotBefore):
		r.add(Fail, "doctor.cert_over", "names", names, "day", day)
	case left < 14*24*time.Hour:
		r.add(Warn, "doctor.cert_ends", "names", names, "day", day)
	default:
		r.add(OK, "doctor.cert_ok", "names", names, "day", day)
	}
	for _, name := range cfg.Names {
		if c.VerifyHostname(name) != nil {
			r.add(Fail, "doctor.cert_other", "names", names, "name", name)
		}
	}
}

// ports asks whether the program answers; where it does not, whether it could.
func (r *Report) ports(ctx context.Context, cfg Config) {
	running := answers(ctx, cfg.Addr)
	switch {
	case running:
		r.add(OK, "doctor.port_answers", "addr", cfg.Addr)
	case !free("tcp", cfg.Addr):
		r.add(Fail, "doctor.port_taken", "addr", cfg.Addr)
	default:
		r.add(Warn, "doctor.port_silent", "addr", cfg.Addr)
	}
	if cfg.MediaPort < 0 {
		return
	}
	media := ":" + strconv.Itoa(cfg.MediaPort)
	busy := !free("udp", media) && !free("tcp", media)
	some := !free("udp", media) || !free("tcp", media)
	switch {
	case running && busy:
		r.add(OK, "doctor.media_ok", "port", strconv.Itoa(cfg.MediaPort))
	case running && !busy:
		r.add(Warn, "doctor.media_silent", "port", strconv.Itoa(cfg.MediaPort))
	case some:
		r.add(Fail, "doctor.media_taken", "port", strconv.Itoa(cfg.MediaPort))
	default:
		r.add(OK, "doctor.media_free", "port", strconv.Itoa(cfg.MediaPort))
	}
}

func free(network, addr string) bool {
	if network == "udp" {
		c, err := net.ListenPacket(network, addr)
		if err != nil {
			return false
		}
		c.Close()
		return true
	}
	l, err := net.Listen(network, addr)
	if err != nil {
		return false
	}
	l.Close()
	return true
}

// answers asks /healthz, by https first: whose certificate it is does not matter here, certificates have a check of their own.
func answers(ctx context.Context, addr string) bool {
	ctx, stop := context.WithTimeout(ctx, 4*time.Second)
	defer stop()
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	if host == "" || host == "0.0.0.0" || host == "::" {
		host = "127.0.0.1"
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true}}
	for _, scheme := range []string{"https", "http"} {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, scheme+"://"+net.JoinHostPort(host, port)+"/healthz", nil)
		if err != nil {
			return false
		}
		res, err := client.Do(req)
		if err != nil {
			continue
		}
		body, err := io.ReadAll(io.LimitReader(res.Body, 100))
		res.Body.Close()
		if err == nil && res.StatusCode == http.StatusOK && strings.TrimSpace(string(body)) == "ok" {
			return true
		}
	}
	return false
}

func (r *Report) backup(cfg Config) {
	at, dir := backup.Last(cfg.DataDir)
	if at.IsZero() {
		r.add(Warn, "doctor.backup_never")
		return
	}
	hours := int(r.At.Sub(at).Hours())
	if _, err := backup.Read(dir); err != nil {
		r.add(Fail, "doctor.backup_gone", "dir", dir, "error", err)
		return
	}
	switch {
	case r.At.Sub(at) > 3*cfg.BackupAge:
		r.add(Fail, "doctor.backup_old", "hours", hours, "dir", dir)
	case r.At.Sub(at) > cfg.BackupAge:
		r.add(Warn, "doctor.backup_old", "hours", hours, "dir", dir)
	default:
		r.add(OK, "doctor.backup_ok", "hours", hours, "dir", dir)
	}
}
