package retention

// Kind is a kind of record that is kept for a time.
type Kind string

// The kinds.
const (
	SignIns   Kind = "sign_ins"   // sessions and challenges that ended, tries
	Told      Kind = "told"       // what processes told each other
	Keys      Kind = "keys"       // idempotency keys
	Drafts    Kind = "drafts"     // what was typed into reports never filed, after the deadline
	LineTests Kind = "line_tests" // of conferences that are over
	Presence  Kind = "presence"   // connections of sites, of conferences that are over
	Mails     Kind = "mails"      // mails that were through or given up
	Tokens    Kind = "tokens"     // access tokens and activation codes, after their end
	Accounts  Kind = "accounts"   // who held a closed account, after its closing
	Bodies    Kind = "bodies"     // what the journal's entries hold beside who, what and when
)

// Policy bounds how long a kind is kept, in days.
type Policy struct {
	Kind              Kind
	Days, Least, Most int // Days: where nobody chose
}

// Fixed says that nobody may change it.
func (p Policy) Fixed() bool { return p.Least == p.Most }

// NameKey is the message key of what it is.
func (p Policy) NameKey() string { return "retention.name_" + string(p.Kind) }

// WhyKey is the message key of why it is kept so long and no longer.
func (p Policy) WhyKey() string { return "retention.why_" + string(p.Kind) }

// Policies lists the kinds in the order of the page.
func Policies() []Policy {
	return []Policy{
		{Bodies, 3650, 1825, 18250},
		{Accounts, 730, 90, 3650},
		{Tokens, 365, 30, 3650},
		{Presence, 730, 90, 3650},
		{LineTests, 365, 30, 1825},
		{Drafts, 365, 180, 1825},
		{Keys, 90, 7, 730},
		{Mails, 30, 7, 365},
		{SignIns, 1, 1, 1},
		{Told, 1, 1, 1},
	}
}

// Forever names what is never removed; each has the texts retention.name_… and retention.why_….
func Forever() []Policy {
	return []Policy{{Kind: "filings"}, {Kind: "documents"}, {Kind: "conclusions"}, {Kind: "journal"}, {Kind: "tree"}}
}
