// Package accountweb is the sign-in page, the account's own page, and the page
// on which an administrator keeps the accounts of a unit.
//
// The page that asks for a second factor holds the form that met the question
// and has the browser send it again; passwords are not held.
//
// Sign-in shows refusals at the field and keeps the login, never the password.
// Cards that sign in with one click exist only in a demo, and only for the
// accounts that the demo marked.
package accountweb
