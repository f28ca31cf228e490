package actor

import (
	"testing"

	"giaoban/internal/fault"
	"giaoban/internal/ident"
)

// line is a tree without branches: 1 above 2 above 3.
type line struct{}

func (line) Contains(above, below ident.ID) bool { return above <= below }

func roles() []Role {
	return []Role{Specialist, Head, Office, Secretary, Chair, Editor, Technician, Admin, Deputy}
}

func actions() []Action {
	return []Action{ReadFiled, DraftFiling, SignFiling, OpenRequest, ReceiveFiling, EnterByPhone, CallConference, RunConference, KeepSite, JoinRoom,
		AssignTask, KeepTask, ReadTask, Acknowledge, WriteNews, KeepUnits, KeepAccounts,
		RaiseObstacle, CloseObstacle, SettleObstacle, AskExplanation, SendExplanation, SharePractice, EndorsePractice}
}

func TestOwnUnitOnly(t *testing.T) {
	head := Actor{Kind: Person, Grants: []Grant{{Role: Head, Unit: 2}}}
	for _, unit := range []ident.ID{1, 3} {
		if err := head.At(DraftFiling, unit); fault.KindOf(err) != fault.KindForbidden {
			t.Errorf("a head of unit 2 may see the drafts of unit %d: %v", unit, err)
		}
	}
	if err := head.At(DraftFiling, 2); err != nil {
		t.Error(err)
	}
}

func TestReachGoesDownOnly(t *testing.T) {
	office := Actor{Kind: Person, Grants: []Grant{{Role: Office, Unit: 2}}}
	for unit, want := range map[ident.ID]bool{1: false, 2: true, 3: true} {
		if office.HasOver(ReceiveFiling, unit, line{}) != want {
			t.Errorf("unit %d: want %v", unit, want)
		}
	}
}

// Every role against every action: what is not granted is refused, and the public is asked to sign in.
func TestPolicy(t *testing.T) {
	granted := 0
	for _, r := range roles() {
		for _, a := range actions() {
			who := Actor{Kind: Person, Grants: []Grant{{Role: r, Unit: 2}}}
			if who.HasAt(a, 2) != allowed(r, a) {
				t.Errorf("%s %s", r, a)
			}
			if allowed(r, a) {
				granted++
			}
			if who.HasAt(a, 3) || (Actor{}).HasAt(a, 2) || (Actor{}).HasOver(a, 2, line{}) {
				t.Errorf("%s %s reaches too far", r, a)
			}
			if fault.KindOf((Actor{}).At(a, 2)) != fault.KindUnauthenticated {
				t.Errorf("the public is not asked to sign in for %s", a)
			}
		}
	}
	if granted != 69 {
		t.Errorf("%d pairs of role and action are granted; a change of the policy is a decision: write down the new number with it", granted)
	}
	for _, a := range []Action{SignFiling} {
		for _, r := range roles() {
			if allowed(r, a) && r != Head && r != Deputy {
				t.Errorf("%s may %s", r, a)
			}
		}
	}
}

func TestRefusalsHaveTexts(t *testing.T) {
	texts := Messages()
	for _, a := range actions() {
		if _, ok := texts["actor.forbidden_"+string(a)]; !ok {
			t.Errorf("no text for the refusal of %s", a)
		}
	}
	for _, r := range roles() {
		if _, ok := texts["actor.role_"+string(r)]; !ok {
			t.Errorf("no name for the role %s", r)
		}
	}
}

// Every act against every assurance: what was shown within minutes, and nothing else, is enough where a factor is asked.
func TestStepUp(t *testing.T) {
	texts := Messages()
	for _, s := range Steps() {
		if _, ok := texts["actor.step_"+string(s)]; !ok {
			t.Errorf("no text that asks for a factor to %s", s)
		}
		for a, want := range map[Assurance]string{NotAsked: "", SteppedUp: "", SignedIn: "actor.step_" + string(s), JustSigned: "actor.step_" + string(s), ByToken: "actor.not_by_token", ByDevice: "actor.not_by_device"} {
			err := Actor{Kind: Person, Assurance: a}.StepUp(s)
			if (want == "") != (err == nil) || want != "" && !fault.Is(err, want) {
				t.Errorf("%s with assurance %d: %v", s, a, err)
			}
		}
		if fault.KindOf((Actor{}).StepUp(s)) != fault.KindUnauthenticated {
			t.Errorf("the public is not asked to sign in to %s", s)
		}
		if err := SystemActor("test").StepUp(s); err != nil {
			t.Errorf("the program itself may not %s: %v", s, err)
		}
	}
	if kind := fault.KindOf(Actor{Kind: Person, Assurance: SignedIn}.StepUp(StepSign)); kind != fault.KindUnconfirmed || kind.Status() != 403 {
		t.Errorf("kind %v", kind)
	}
}

// A program never does what a person answers for, whatever its grants and scopes.
func TestProgramsAreBounded(t *testing.T) {
	var all []Grant
	for _, r := range roles() {
		all = append(all, Grant{Role: r, Unit: 2})
	}
	program := Actor{Kind: Program, Account: 9, Grants: all, Scopes: Scopes()}
	may := map[Action]bool{ReadFiled: true, DraftFiling: true, ReadTask: true, KeepTask: true, Acknowledge: true, RaiseObstacle: true}
	for _, a := range actions() {
		if program.HasAt(a, 2) != may[a] || program.HasOver(a, 3, line{}) != may[a] {
			t.Errorf("a program with every scope and grant: %s is %v", a, program.HasAt(a, 2))
		}
		none := Actor{Kind: Program, Account: 9, Grants: all}
		if none.HasAt(a, 2) || none.HasOver(a, 3, line{}) {
			t.Errorf("a program without scopes may %s", a)
		}
	}
	one := Actor{Kind: Program, Grants: []Grant{{Role: Specialist, Unit: 2}}, Scopes: []Scope{ReadReports}}
	if !one.InScope(ReadReports) || one.InScope(WriteDrafts) || one.HasAt(DraftFiling, 2) || !one.HasOver(ReadFiled, 3, line{}) {
		t.Error("one scope lets through another")
	}
	for _, s := range Scopes() {
		if _, ok := Messages()[s.TextKey()]; !ok {
			t.Errorf("no name for the scope %s", s)
		}
	}
}
