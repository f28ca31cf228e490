package doctor

import (
	"os"
	"syscall"
)

// Disk gives the bytes that are free to us, and all, of the disk that holds dir.
func Disk(dir string) (free, total uint64, err error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, 0, err
	}
	return s.Bavail * uint64(s.Bsize), s.Blocks * uint64(s.Bsize), nil
}

// clockSynchronised asks the kernel whether something keeps its clock right.
func clockSynchronised() (yes, known bool) {
	var t syscall.Timex
	state, err := syscall.Adjtimex(&t)
	const unsynchronised, failed = 0x40, 5
	return state != failed && t.Status&unsynchronised == 0, err == nil
}

// own says whether a file belongs to who runs this.
func own(info os.FileInfo) bool {
	s, ok := info.Sys().(*syscall.Stat_t)
	return !ok || int(s.Uid) == os.Getuid() || os.Getuid() == 0
}
