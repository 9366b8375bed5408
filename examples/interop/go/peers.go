//go:build peers

// Package peers pins the commands that the interop tests build and run.
package peers

import _ "github.com/ipfs/kubo/cmd/ipfs"
