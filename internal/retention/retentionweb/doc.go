// Package retentionweb is the page on which the organisation's administrators
// see and change how long things are kept.
package retentionweb
