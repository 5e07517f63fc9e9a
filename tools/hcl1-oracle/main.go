// Command hcl1-oracle tells what Consul's own parsers make of documents: one JSON object for each on standard input,
// one verdict for each on standard output. record.mjs runs it.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"

	"github.com/hashicorp/hcl"
	"github.com/hashicorp/hcl/hcl/parser"
	"github.com/hashicorp/hcl/hcl/scanner"
	"github.com/hashicorp/hcl/hcl/token"
)

type document struct {
	// "hcl" is HCL 1; "json" is what Consul's agent makes of *.json files, which is Go's own JSON.
	Syntax string `json:"syntax"`
	Text   string `json:"text"`
}

type verdict struct {
	Accepted bool           `json:"accepted"`
	Value    map[string]any `json:"value,omitempty"`
	// The line of the first error; absent where the parser names none.
	Line int `json:"line,omitempty"`
}

func main() {
	in := json.NewDecoder(os.Stdin)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for {
		var next document
		if err := in.Decode(&next); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if err := out.Encode(judge(next)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func judge(doc document) verdict {
	value := map[string]any{}
	err := decode(doc, value)
	if err == nil {
		return verdict{Accepted: true, Value: value}
	}
	if doc.Syntax == "json" {
		return verdict{Line: lineOfJSONError(doc.Text, err)}
	}
	return verdict{Line: lineOfError(doc.Text, err)}
}

// decode turns the panics of literals that the scanner let pass into errors: to a user they are one and the same.
func decode(doc document, value map[string]any) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v", cause)
		}
	}()
	if doc.Syntax == "json" {
		return json.Unmarshal([]byte(doc.Text), &value)
	}
	return hcl.Decode(&value, doc.Text)
}

// The parser goes on after a scanner's error and names the last one, so the first is looked up. An error inside a list
// is wrapped in one that names the list's element: the innermost position is the place itself.
func lineOfError(text string, err error) int {
	var positioned *parser.PosError
	if !errors.As(err, &positioned) {
		return 0
	}
	first, found := scanErrors(text, positioned)
	if found {
		return first.Line
	}
	places := innermost.FindAllStringSubmatch(err.Error(), -1)
	if len(places) == 0 {
		return 0
	}
	line, _ := strconv.Atoi(places[len(places)-1][1])
	return line
}

var innermost = regexp.MustCompile(`At (\d+):\d+: `)

// scanErrors gives the place of the first error of the scanner, if `cause` is one of its errors at all.
func scanErrors(text string, cause *parser.PosError) (first token.Pos, found bool) {
	source := bytes.ReplaceAll([]byte(text), []byte("\r\n"), []byte("\n"))
	all := scanner.New(source)
	count := 0
	all.Error = func(pos token.Pos, message string) {
		if count == 0 {
			first = pos
		}
		count++
		found = found || (pos == cause.Pos && message == cause.Err.Error())
	}
	for next := all.Scan(); next.Type != token.EOF; next = all.Scan() {
	}
	return first, found
}

func lineOfJSONError(text string, err error) int {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return 0
	}
	return 1 + bytes.Count([]byte(text[:syntax.Offset]), []byte("\n"))
}
