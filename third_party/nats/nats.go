// Package nats holds the names of a NATS client that the media engine's message bus knows, without a client.
// Whoever makes a connection of it gets ErrNoClient from everything that it does. See the README.
package nats

import "errors"

// ErrNoClient says that this program carries no NATS client.
var ErrNoClient = errors.New("nats: this program carries no NATS client")

// Conn stands for a connection. There is no way to open one.
type Conn struct{}

// Msg is a message.
type Msg struct {
	Subject string
	Data    []byte
}

// MsgHandler takes messages.
type MsgHandler func(msg *Msg)

// Subscription stands for a subscription.
type Subscription struct{}

// Publish refuses.
func (*Conn) Publish(subject string, data []byte) error { return ErrNoClient }

// Subscribe refuses.
func (*Conn) Subscribe(subject string, handle MsgHandler) (*Subscription, error) {
	return nil, ErrNoClient
}

// QueueSubscribe refuses.
func (*Conn) QueueSubscribe(subject, queue string, handle MsgHandler) (*Subscription, error) {
	return nil, ErrNoClient
}

// Unsubscribe refuses.
func (*Subscription) Unsubscribe() error { return ErrNoClient }
