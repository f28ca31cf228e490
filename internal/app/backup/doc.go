// Package backup copies a whole installation while it runs, and makes one of a copy.
//
// A copy is a folder: every table as compressed lines of JSON read in one
// snapshot, every file of the data folder, and a manifest with the SHA-256 of
// all of them. It does not depend on the engine: what was copied from SQLite
// may be read into PostgreSQL and the other way round.
//
// Order, and what an interruption leaves:
//   - The snapshot is taken first, then the files are copied. A file is written
//     before the record that names it, so every file that the snapshot names is there.
//   - A copy is made under a name that ends in ".part" and gets its own name when
//     all is on the disk. A folder with ".part" is a copy that never became one.
//   - Before a copy is read into anything, all of it is compared with the manifest.
//   - While it is read into a data folder a file "restore-unfinished" stands there,
//     and the program refuses to start; reading it again begins anew.
package backup
