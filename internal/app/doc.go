// Package app is the only place that knows everybody: it opens the database,
// makes the services, hands the left what the right offers, and registers the
// pages. The binary, its commands and the tests use the same Open.
package app
