// Package openlog is the public face of the transparency log: a page that says
// what it is and how to check it, and what programs of others follow it by:
// checkpoint, keys, static tiles (C2SP tlog-tiles), proofs. Nobody needs an
// account, and nothing here tells more than the leaves themselves.
package openlog
