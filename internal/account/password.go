package account

import (
	"strings"
	"unicode/utf8"

	"github.com/trustelem/zxcvbn"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
)

const (
	minPassword = 10  // characters; NIST SP 800-63B asks length, not mixture
	maxPassword = 256 // bytes
	minGuesses  = 1e8 // of who tries common passwords, words, dates and patterns first
	guessedLen  = 64  // characters that are estimated; what is longer is no longer guessed that way
)

// officeWords are what passwords of offices are made of: an attacker tries them first (ASVS 6.2.11).
const officeWords = "giaoban giao ban matkhau mat khau taikhoan tai khoan quantri quan tri hoinghi hoi nghi baocao bao cao " +
	"tinhuy tinh uy thanhuy thanh uy xa phuong ubnd hdnd ban to chuc vanphong van phong bithu bi thu chu tich truong ban " +
	"trunguong trung uong dang bo chi bo vietnam viet nam hanoi ha noi saigon sai gon"

// checkPassword refuses what is too short, endless, or easily guessed by who
// knows common passwords and the words around this account: its login, its name.
func checkPassword(field, password, login string, about ...string) error {
	switch {
	case utf8.RuneCountInString(password) < minPassword:
		return fault.Invalid(field, "account.short_password", "n", minPassword)
	case len(password) > maxPassword:
		return fault.Invalid(field, "account.long_password")
	case loginKey(password) == loginKey(login), guesses(password, append(about, login)) < minGuesses:
		return fault.Invalid(field, "account.easy_password")
	}
	return nil
}

// guesses estimates how many tries a password takes: as typed, without diacritics, without spaces.
func guesses(password string, about []string) float64 {
	words := strings.Fields(officeWords)
	for _, text := range about {
		folded := i18n.Fold(text)
		words = append(words, folded, strings.ReplaceAll(folded, " ", ""))
		words = append(words, strings.FieldsFunc(folded, func(r rune) bool { return strings.ContainsRune(" .-_@", r) })...)
	}
	if runes := []rune(password); len(runes) > guessedLen {
		password = string(runes[:guessedLen])
	}
	least := zxcvbn.PasswordStrength(password, words).Guesses
	folded := i18n.Fold(password)
	for _, form := range []string{folded, strings.ReplaceAll(folded, " ", "")} {
		least = min(least, zxcvbn.PasswordStrength(form, words).Guesses)
	}
	return least
}
