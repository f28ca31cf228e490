// Package practiceweb is the pages of good practices: what units share, one
// practice with its adopters, and the form that shares one.
package practiceweb
