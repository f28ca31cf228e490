package demo

import (
	"hash/fnv"
	"math/rand/v2"

	"giaoban/internal/report"
)

// invent is the source of everything invented about one thing: the same name gives the same.
func invent(name string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(name))
	return rand.New(rand.NewPCG(h.Sum64(), 2021))
}

// between gives a whole number from lo to hi, both included.
func between(r *rand.Rand, lo, hi int64) int64 { return lo + r.Int64N(hi-lo+1) }

// figures invents what a unit files: plausible beside each other and, with the
// same unit in another period, steady over time. size is about the number of
// thousands of members; tick numbers the period.
func figures(unit string, size int64, tick int64) report.Figures {
	base, now := invent(unit), invent(unit+string(rune('a'+tick)))
	steady := func(lo, hi int64) int64 { return between(base, lo*size, hi*size) }
	fresh := func(lo, hi int64) int64 { return between(now, lo*size, hi*size) }
	f := report.Figures{}

	f["A2"] = steady(1, 2)
	f["A3"] = steady(3, 9)
	f["A4"] = steady(14, 40)
	f["A5"] = steady(700, 1600) + tick*fresh(1, 4)
	f["A6d"] = steady(9, 16)
	f["A6n"] = f["A6d"] - between(now, 0, size)/3

	f["B1"] = fresh(3, 14)
	f["B2"] = between(now, f["B1"]/3, 2*f["B1"]/3)
	f["B3"] = between(now, 0, f["B1"]/4)
	f["B4"] = steady(24, 40)
	f["B5y"] = fresh(8, 20)
	f["B6"] = fresh(2, 10)
	f["B7"] = between(now, 0, size)

	f["C1"] = f["A2"] + f["A3"]
	f["C2"] = f["C1"] - between(now, 0, 1)
	f["C4"] = between(now, 405, 482)
	f["C4w"] = steady(12, 30)

	f["D1"] = fresh(0, 4)
	f["D2"] = fresh(0, 3)
	f["D3"] = fresh(0, 1)
	f["D4d"] = steady(2, 6)
	f["D4n"] = f["D4d"] - between(now, 0, min(f["D4d"], size))

	f["E1"] = fresh(1, 4)
	f["E2"] = f["E1"] * between(now, 30, 90)
	f["E3"] = between(now, 10, 50)

	f["F1"] = steady(32, 60)
	f["F2"] = f["F1"] - between(now, 0, 4*size)

	f["G1"] = fresh(1, 5)
	f["G2"] = fresh(0, 3)
	f["G3d"] = fresh(2, 8)
	f["G3n"] = f["G3d"] - between(now, 0, min(f["G3d"], 2*size))

	f["H1"] = steady(8, 14)
	f["H2"] = between(now, f["H1"]/3, f["H1"])
	f["H4"] = between(now, 0, 25)
	f["H5d"] = fresh(1, 6)
	f["H5n"] = between(now, 0, f["H5d"])

	f["I1"] = steady(6, 14)
	f["I2"] = f["I1"] * between(base, 900, 1800)
	f["I3n"] = f["I2"] - between(base, 0, f["I2"]/300)
	f["I3d"] = f["I2"]
	f["I4"] = f["I1"] - between(base, 0, f["I1"]/3)
	return f
}

// only keeps the figures that the form asks for.
func only(f report.Figures, form report.Form) report.Figures {
	kept := report.Figures{}
	for _, s := range form.Slots() {
		if v, ok := f[s.Code]; ok && s.Typed() {
			kept[s.Code] = v
		}
	}
	return kept
}
