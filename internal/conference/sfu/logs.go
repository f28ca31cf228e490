package sfu

import (
	"fmt"
	"log/slog"
	"reflect"
	"regexp"
	"sync/atomic"

	"github.com/livekit/protocol/logger"
)

const maxLogged = 300 // bytes of one logged value

// secretText finds tokens and query strings in what the engine wants to log.
var secretText = regexp.MustCompile(`eyJ[\w.\-]+|\?[^\s"]*|(access_token|join_request)=[^\s"&]*`)

// logBridge carries the engine's warnings and errors to our log. The engine keeps one logger per process, so a bridge
// is put in place once and only its target changes.
type logBridge struct {
	target *atomic.Pointer[slog.Logger]
	values []any
}

func bridgeLogs(log *slog.Logger) {
	if b, ok := logger.GetLogger().(*logBridge); ok {
		b.target.Store(log)
		return
	}
	b := &logBridge{target: new(atomic.Pointer[slog.Logger])}
	b.target.Store(log)
	logger.SetLogger(b, "")
}

func (b *logBridge) Debugw(string, ...any) {}
func (b *logBridge) Infow(string, ...any)  {}

func (b *logBridge) Warnw(msg string, err error, values ...any) {
	b.write(slog.LevelWarn, msg, err, values)
}

func (b *logBridge) Errorw(msg string, err error, values ...any) {
	b.write(slog.LevelError, msg, err, values)
}

func (b *logBridge) write(level slog.Level, msg string, err error, values []any) {
	log := b.target.Load()
	attrs := []any{slog.String("part", "media")}
	if err != nil {
		attrs = append(attrs, slog.String("error", clean(err.Error())))
	}
	for _, list := range [][]any{b.values, values} {
		for i := 0; i+1 < len(list); i += 2 {
			key, ok := list[i].(string)
			if text, plain := plainText(list[i+1]); ok && plain {
				attrs = append(attrs, slog.String(key, text))
			}
		}
	}
	switch level {
	case slog.LevelError:
		log.Error(clean(msg), attrs...)
	default:
		log.Warn(clean(msg), attrs...)
	}
}

// plainText renders simple values and the engine's named strings; its structures may hold grants and addresses and
// are left out.
func plainText(v any) (string, bool) {
	if err, ok := v.(error); ok {
		return clean(err.Error()), true
	}
	switch value := reflect.ValueOf(v); value.Kind() {
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int32, reflect.Int64, reflect.Uint16, reflect.Uint32,
		reflect.Uint64, reflect.Float32, reflect.Float64:
		return clean(fmt.Sprint(v)), true
	}
	return "", false
}

func clean(s string) string {
	s = secretText.ReplaceAllString(s, "…")
	if len(s) > maxLogged {
		s = s[:maxLogged] + "…"
	}
	return s
}

func (b *logBridge) WithValues(values ...any) logger.Logger {
	return &logBridge{target: b.target, values: append(b.values[:len(b.values):len(b.values)], values...)}
}

func (b *logBridge) WithUnlikelyValues(values ...any) logger.UnlikelyLogger {
	return logger.NewUnlikelyLogger(b, values...)
}

func (b *logBridge) WithName(string) logger.Logger      { return b }
func (b *logBridge) WithComponent(string) logger.Logger { return b }
func (b *logBridge) WithCallDepth(int) logger.Logger    { return b }
func (b *logBridge) WithItemSampler() logger.Logger     { return b }
func (b *logBridge) WithoutSampler() logger.Logger      { return b }

func (b *logBridge) WithDeferredValues() (logger.Logger, logger.DeferredFieldResolver) {
	return b, notDeferred{}
}

type notDeferred struct{}

func (notDeferred) Resolve(...any) {}
func (notDeferred) Reset()         {}
