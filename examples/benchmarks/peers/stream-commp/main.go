// stream-commp FILE prints the piece commitment of a file and its padded size in bytes, computed by
// go-fil-commp-hashhash: the Go peer of the speed comparison.
package main

import (
	"fmt"
	"io"
	"os"

	commp "github.com/filecoin-project/go-fil-commp-hashhash"
)

func main() {
	if len(os.Args) != 2 {
		fail("usage: stream-commp FILE")
	}
	file, err := os.Open(os.Args[1])
	if err != nil {
		fail(err)
	}
	piece := &commp.Calc{}
	// Hidden behind plain interfaces, or the copy would skip the buffer for one of 32 KiB.
	writer := struct{ io.Writer }{piece}
	reader := struct{ io.Reader }{file}
	if _, err := io.CopyBuffer(writer, reader, make([]byte, 1<<20)); err != nil {
		fail(err)
	}
	root, padded, err := piece.Digest()
	if err != nil {
		fail(err)
	}
	fmt.Printf("%x %d\n", root, padded)
}

func fail(why any) {
	fmt.Fprintln(os.Stderr, why)
	os.Exit(1)
}
