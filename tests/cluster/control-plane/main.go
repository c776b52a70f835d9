// Command control-plane is a kube-apiserver with its etcd in the same process.
//
// Usage: control-plane DATA_DIR [kube-apiserver flags]
//
// etcd listens on a free loopback port. The process ends when its standard input does: whoever started it can not leave it behind.
package main

import (
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"

	"go.etcd.io/etcd/server/v3/embed"
	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: control-plane DATA_DIR [kube-apiserver flags]")
		os.Exit(2)
	}

	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()

	dataDir := os.Args[1]
	etcd, err := startEtcd(dataDir)
	if err != nil {
		fmt.Fprintln(os.Stderr, "etcd does not start:", err)
		os.Exit(1)
	}

	command := app.NewAPIServerCommand()
	command.SetArgs(append([]string{"--etcd-servers", "http://" + etcd}, os.Args[2:]...))
	os.Exit(cli.Run(command))
}

// startEtcd starts a single member that nobody else can reach and answers with the address it listens on.
func startEtcd(dataDir string) (string, error) {
	anyPort := url.URL{Scheme: "http", Host: "127.0.0.1:0"}
	config := embed.NewConfig()
	config.Dir = filepath.Join(dataDir, "etcd")
	config.LogLevel = "warn"
	// The data is gone with the process: nothing has to survive a crash of the machine.
	config.UnsafeNoFsync = true
	config.ListenClientUrls = []url.URL{anyPort}
	config.AdvertiseClientUrls = []url.URL{anyPort}
	config.ListenPeerUrls = []url.URL{anyPort}
	config.AdvertisePeerUrls = []url.URL{anyPort}
	config.InitialCluster = config.InitialClusterFromName(config.Name)

	etcd, err := embed.StartEtcd(config)
	if err != nil {
		return "", err
	}

	<-etcd.Server.ReadyNotify()

	return etcd.Clients[0].Addr().String(), nil
}
