// Command steve is Rancher's Steve, without its SQL cache, in front of a kube-apiserver: what the Harvester dashboard talks to.
//
// Usage: steve KUBECONFIG TOKEN_FILE
//
// It listens on a free loopback port and prints its address. Users are those of the kube-apiserver's token file; a request without
// a token is the administrator's. The process ends when its standard input does: whoever started it can not leave it behind.
package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"

	"github.com/rancher/steve/pkg/auth"
	"github.com/rancher/steve/pkg/server"
	"github.com/rancher/wrangler/v3/pkg/ratelimit"
	"k8s.io/apiserver/pkg/authentication/request/bearertoken"
	"k8s.io/apiserver/pkg/authentication/token/tokenfile"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/client-go/tools/clientcmd"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: steve KUBECONFIG TOKEN_FILE")
		os.Exit(2)
	}

	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()

	if err := run(context.Background(), os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "Steve does not start:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, kubeconfig, tokenFile string) error {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	config.RateLimiter = ratelimit.None

	users, err := usersOf(tokenFile)
	if err != nil {
		return err
	}

	steve, err := server.New(ctx, config, &server.Options{AuthMiddleware: auth.ToMiddleware(users)})
	if err != nil {
		return err
	}

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("listening on http://%s\n", listener.Addr())

	return http.Serve(listener, steve)
}

// usersOf reads who a token stands for.
func usersOf(tokenFile string) (auth.Authenticator, error) {
	tokens, err := tokenfile.NewCSV(tokenFile)
	if err != nil {
		return nil, err
	}
	bearer := bearertoken.New(tokens)

	return auth.AuthenticatorFunc(func(request *http.Request) (user.Info, bool, error) {
		if request.Header.Get("Authorization") == "" {
			return auth.AlwaysAdmin(request)
		}

		// The authenticator takes the token off the request it is given; the proxy to the kube-apiserver does without it as well.
		answer, ok, err := bearer.AuthenticateRequest(request)
		if !ok || err != nil {
			return nil, false, err
		}

		return answer.User, true, nil
	}), nil
}
