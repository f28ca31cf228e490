// Package certificate gives the program's own https its certificates, from one
// of two places: files, which are read again when they change, or an authority
// that speaks ACME. For networks without either it makes a small authority of
// the installation's own.
//
// Invariants:
//   - A file that became unreadable or does not fit its key never replaces the
//     certificate in use: the old one serves on and the log says why.
//   - Private keys are written with mode 0600 into a file that did not exist.
//   - The installation's own authority may sign only for the names and addresses
//     that it was made for (name constraints), so that a stolen key of it cannot
//     speak for the rest of the internet on the machines that trust it.
package certificate
