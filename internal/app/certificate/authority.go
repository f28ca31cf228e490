package certificate

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// The files of an installation's own authority.
const (
	AuthorityFile = "ca.crt" // what every machine is given
	authorityKey  = "ca.key" // stays where it was made
	ServerFile    = "server.crt"
	ServerKey     = "server.key"
)

const (
	authorityYears = 10
	serverDays     = 397 // Safari and Chrome refuse longer ones of authorities they know; keep to it
	early          = time.Hour
)

// Made tells what Make did.
type Made struct {
	Dir         string
	New         bool // the authority is new: the machines must be given it
	Names       []string
	Until       time.Time // of the server's certificate
	Authority   time.Time
	Fingerprint string // SHA-256 of the authority, to compare by telephone
}

// ErrOtherNames is returned where an authority stands in the folder that may not sign for a name.
var ErrOtherNames = errors.New("certificate: the authority in this folder may not sign for that name; make another one in another folder, or take that name off")

// ErrExists is returned where a server's certificate stands already and its renewal was not asked for.
var ErrExists = errors.New("certificate: a certificate stands there already; --renew makes a new one under the same authority")

// Make makes a certificate for names and addresses, and the authority that signs
// it where the folder holds none. An authority is never written over: the
// machines that trust it would trust nothing any more.
func Make(dir string, names []string, renew bool, now time.Time) (Made, error) {
	dns, ips, err := sort(names)
	if err != nil {
		return Made{}, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Made{}, fmt.Errorf("certificate: %w", err)
	}
	made := Made{Dir: dir, Names: names}
	if _, err := os.Stat(filepath.Join(dir, ServerKey)); err == nil && !renew {
		return Made{}, fmt.Errorf("%w (%s)", ErrExists, dir)
	}
	ca, key, err := readAuthority(dir)
	if errors.Is(err, os.ErrNotExist) {
		made.New = true
		ca, key, err = makeAuthority(dir, dns, ips, now)
	}
	if err != nil {
		return Made{}, err
	}
	made.Authority, made.Fingerprint = ca.NotAfter, fingerprint(ca.Raw)
	made.Until, err = makeServer(dir, ca, key, dns, ips, now)
	return made, err
}

// sort tells names from addresses and refuses what is neither.
func sort(names []string) (dns []string, ips []net.IP, err error) {
	if len(names) == 0 {
		return nil, nil, errors.New("certificate: give the name or the address by which browsers reach this machine")
	}
	for _, name := range names {
		if ip := net.ParseIP(name); ip != nil {
			if ip4 := ip.To4(); ip4 != nil {
				ip = ip4
			}
			ips = append(ips, ip)
			continue
		}
		name = strings.ToLower(strings.TrimSuffix(name, "."))
		if name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789.-") != "" || strings.Contains(name, "..") || name[0] == '-' || name[0] == '.' {
			return nil, nil, fmt.Errorf("certificate: %q is neither a name nor an address", name)
		}
		dns = append(dns, name)
	}
	return dns, ips, nil
}

func makeAuthority(dir string, dns []string, ips []net.IP, now time.Time) (*x509.Certificate, *ecdsa.PrivateKey, error) {
	for _, name := range []string{AuthorityFile, authorityKey} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return nil, nil, fmt.Errorf("certificate: half an authority stands in %s: its file %s is alone; move it away", dir, name)
		}
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, fmt.Errorf("certificate: %w", err)
	}
	t := &x509.Certificate{
		SerialNumber: serial(), Subject: pkix.Name{CommonName: "giaoban " + title(dns, ips), Organization: []string{"giaoban"}},
		NotBefore: now.Add(-early), NotAfter: now.AddDate(authorityYears, 0, 0),
		IsCA: true, BasicConstraintsValid: true, MaxPathLen: 0, MaxPathLenZero: true,
		KeyUsage:                    x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		ExtKeyUsage:                 []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         dns,
		PermittedIPRanges:           alone(ips),
	}
	// A kind of name that is not mentioned would be allowed altogether.
	if len(dns) == 0 {
		t.ExcludedDNSDomains = []string{""}
	}
	if len(ips) == 0 {
		t.ExcludedIPRanges = []*net.IPNet{{IP: net.IPv4zero.To4(), Mask: net.CIDRMask(0, 32)}, {IP: net.IPv6zero, Mask: net.CIDRMask(0, 128)}}
	}
	der, err := x509.CreateCertificate(rand.Reader, t, t, key.Public(), key)
	if err != nil {
		return nil, nil, fmt.Errorf("certificate: %w", err)
	}
	ca, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, nil, fmt.Errorf("certificate: %w", err)
	}
	if err := writeKey(filepath.Join(dir, authorityKey), key); err != nil {
		return nil, nil, err
	}
	return ca, key, write(filepath.Join(dir, AuthorityFile), "CERTIFICATE", der, 0o644)
}

func title(dns []string, ips []net.IP) string {
	if len(dns) > 0 {
		return dns[0]
	}
	return ips[0].String()
}

func alone(ips []net.IP) (list []*net.IPNet) {
	for _, ip := range ips {
		bits := 8 * len(ip)
		list = append(list, &net.IPNet{IP: ip, Mask: net.CIDRMask(bits, bits)})
	}
	return list
}

func readAuthority(dir string) (*x509.Certificate, *ecdsa.PrivateKey, error) {
	body, err := os.ReadFile(filepath.Join(dir, authorityKey))
	if err != nil {
		return nil, nil, err
	}
	block, _ := pem.Decode(body)
	if block == nil {
		return nil, nil, fmt.Errorf("certificate: %s holds no key", authorityKey)
	}
	any, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, nil, fmt.Errorf("certificate: %s: %w", authorityKey, err)
	}
	key, ok := any.(*ecdsa.PrivateKey)
	if !ok {
		return nil, nil, fmt.Errorf("certificate: %s holds a key of another kind", authorityKey)
	}
	ca, err := Read(filepath.Join(dir, AuthorityFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil, fmt.Errorf("certificate: %s is without %s: half an authority", authorityKey, AuthorityFile)
	}
	if err == nil && !key.PublicKey.Equal(ca.PublicKey) {
		err = fmt.Errorf("certificate: %s does not belong to %s", authorityKey, AuthorityFile)
	}
	return ca, key, err
}

func makeServer(dir string, ca *x509.Certificate, caKey *ecdsa.PrivateKey, dns []string, ips []net.IP, now time.Time) (time.Time, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return time.Time{}, fmt.Errorf("certificate: %w", err)
	}
	until := now.AddDate(0, 0, serverDays)
	if until.After(ca.NotAfter) {
		until = ca.NotAfter
	}
	t := &x509.Certificate{
		SerialNumber: serial(), Subject: pkix.Name{CommonName: title(dns, ips)},
		NotBefore: now.Add(-early), NotAfter: until, DNSNames: dns, IPAddresses: ips,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, t, ca, key.Public(), caKey)
	if err != nil {
		return time.Time{}, fmt.Errorf("certificate: %w", err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return time.Time{}, fmt.Errorf("certificate: %w", err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(ca)
	if _, err := leaf.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: now}); err != nil {
		if slices.Contains([]x509.InvalidReason{x509.CANotAuthorizedForThisName, x509.UnconstrainedName}, reason(err)) {
			return time.Time{}, ErrOtherNames
		}
		return time.Time{}, fmt.Errorf("certificate: %w", err)
	}
	// The new pair replaces the old by renaming; a program that looks in between finds a pair that does not fit, keeps
	// the old one and looks again.
	for _, old := range []string{ServerKey, ServerFile} {
		if err := os.Remove(filepath.Join(dir, old+".new")); err != nil && !errors.Is(err, os.ErrNotExist) {
			return time.Time{}, fmt.Errorf("certificate: %w", err)
		}
	}
	if err := writeKey(filepath.Join(dir, ServerKey+".new"), key); err != nil {
		return time.Time{}, err
	}
	if err := write(filepath.Join(dir, ServerFile+".new"), "CERTIFICATE", der, 0o644); err != nil {
		return time.Time{}, err
	}
	for _, name := range []string{ServerKey, ServerFile} {
		if err := os.Rename(filepath.Join(dir, name+".new"), filepath.Join(dir, name)); err != nil {
			return time.Time{}, fmt.Errorf("certificate: %w", err)
		}
	}
	return until, nil
}

func reason(err error) x509.InvalidReason {
	var invalid x509.CertificateInvalidError
	if errors.As(err, &invalid) {
		return invalid.Reason
	}
	return -1
}

func serial() *big.Int {
	var b [16]byte
	rand.Read(b[:]) // never fails
	b[0] &= 0x7f
	return new(big.Int).SetBytes(b[:])
}

func writeKey(file string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return fmt.Errorf("certificate: %w", err)
	}
	return write(file, "PRIVATE KEY", der, 0o600)
}

// write makes a file that must not exist.
func write(file, kind string, der []byte, mode os.FileMode) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return fmt.Errorf("certificate: %w", err)
	}
	err = pem.Encode(f, &pem.Block{Type: kind, Bytes: der})
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("certificate: %w", err)
	}
	return nil
}

func fingerprint(der []byte) string {
	sum := sha256.Sum256(der)
	text := strings.ToUpper(hex.EncodeToString(sum[:]))
	var parts []string
	for i := 0; i < len(text); i += 4 {
		parts = append(parts, text[i:i+4])
	}
	return strings.Join(parts, " ")
}

func parse(body []byte) (*x509.Certificate, error) {
	for {
		var block *pem.Block
		if block, body = pem.Decode(body); block == nil {
			return nil, errNone
		}
		if block.Type == "CERTIFICATE" {
			return x509.ParseCertificate(block.Bytes)
		}
	}
}
