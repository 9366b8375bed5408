// Gocar answers questions about CARs with go-car, one a line: "op -base64 -base64 …" on standard input, "ok -base64"
// or "err text" on standard output; the dash keeps an empty argument visible. It does what go-car's car command does (verify, list, index, detach, get the
// payload): the command is a module of its own without a release, the library it stands on is released.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	carv2 "github.com/ipld/go-car/v2"
	"github.com/ipld/go-car/v2/index"
	"github.com/multiformats/go-multicodec"
)

var ops = map[string]func(args [][]byte) ([]byte, error){
	"version": version,
	"verify":  verify,
	"list":    list,
	"index":   wrap,
	"detach":  detach,
	"payload": payload,
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		answer, err := serve(strings.Fields(line))
		if err != nil {
			fmt.Fprintf(out, "err %s\n", strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Fprintf(out, "ok -%s\n", base64.StdEncoding.EncodeToString(answer))
		}
		out.Flush()
	}
}

func serve(words []string) ([]byte, error) {
	if len(words) == 0 || ops[words[0]] == nil {
		return nil, fmt.Errorf("no such operation: %v", words)
	}
	args := make([][]byte, 0, len(words)-1)
	for _, word := range words[1:] {
		arg, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(word, "-"))
		if err != nil {
			return nil, err
		}
		args = append(args, arg)
	}
	return ops[words[0]](args)
}

func version([][]byte) ([]byte, error) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil, errors.New("built without modules")
	}
	for _, dep := range info.Deps {
		if dep.Path == "github.com/ipld/go-car/v2" {
			return []byte("go-car " + dep.Version), nil
		}
	}
	return nil, errors.New("go-car is not in this build")
}

// verify checks every block against its CID, that the roots are there, and that the index finds each block where it
// stands; it answers "version blocks index-codec".
func verify(args [][]byte) ([]byte, error) {
	reader, err := carv2.NewReader(bytes.NewReader(args[0]))
	if err != nil {
		return nil, err
	}
	stats, err := reader.Inspect(true)
	if err != nil {
		return nil, err
	}
	if !stats.RootsPresent {
		return nil, errors.New("a root is not among the blocks")
	}
	if reader.Version == 2 && reader.Header.HasIndex() {
		if err := verifyIndex(args[0], reader); err != nil {
			return nil, err
		}
	}
	return fmt.Appendf(nil, "%d %d %x", stats.Version, stats.BlockCount, uint64(stats.IndexCodec)), nil
}

func verifyIndex(car []byte, reader *carv2.Reader) error {
	section, err := reader.IndexReader()
	if err != nil {
		return err
	}
	idx, err := index.ReadFrom(section)
	if err != nil {
		return err
	}
	blocks, err := carv2.NewBlockReader(bytes.NewReader(car))
	if err != nil {
		return err
	}
	for {
		block, err := blocks.SkipNext()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if block.Cid.Prefix().MhType == 0 {
			continue // an identity CID carries its block
		}
		found := false
		err = idx.GetAll(block.Cid, func(offset uint64) bool {
			found = found || offset == block.Offset
			return !found
		})
		if err != nil || !found {
			return fmt.Errorf("the index does not have %s at %d: %v", block.Cid, block.Offset, err)
		}
	}
}

func list(args [][]byte) ([]byte, error) {
	blocks, err := carv2.NewBlockReader(bytes.NewReader(args[0]))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	for _, root := range blocks.Roots {
		fmt.Fprintf(&out, "root %s\n", root)
	}
	for {
		block, err := blocks.Next()
		if err == io.EOF {
			return out.Bytes(), nil
		} else if err != nil {
			return nil, err
		}
		fmt.Fprintf(&out, "%s %d\n", block.Cid(), len(block.RawData()))
	}
}

// wrap puts a CARv1 into a CARv2 with an index of the codec named.
func wrap(args [][]byte) ([]byte, error) {
	var codec multicodec.Code
	if err := codec.Set(string(args[1])); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err := carv2.WrapV1(bytes.NewReader(args[0]), &out, carv2.UseIndexCodec(codec))
	return out.Bytes(), err
}

func detach(args [][]byte) ([]byte, error) {
	reader, err := carv2.NewReader(bytes.NewReader(args[0]))
	if err != nil {
		return nil, err
	}
	section, err := reader.IndexReader()
	if err != nil {
		return nil, err
	}
	if section == nil {
		return nil, errors.New("there is no index")
	}
	return io.ReadAll(section)
}

func payload(args [][]byte) ([]byte, error) {
	reader, err := carv2.NewReader(bytes.NewReader(args[0]))
	if err != nil {
		return nil, err
	}
	section, err := reader.DataReader()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(section)
}
