// KServe's batcher as its agent mounts it: in front of a reverse proxy to the model server, which is the shared mock device.
package main

import (
	"encoding/json"
	"flag"
	"log"
	"net/http"
	"net/http/httputil"
	"net/url"

	"github.com/kserve/kserve/pkg/batcher"
	"go.uber.org/zap"
)

const connections = 1000

// The flags of the agent, and their defaults there.
type settings struct {
	MaxBatchSize int `json:"max-batchsize"`
	MaxLatency   int `json:"max-latency"`
}

func main() {
	port := flag.String("port", "0", "where to take requests")
	model := flag.String("model", "", "URL of the model server")
	given := flag.String("settings", "{}", "JSON")
	flag.Parse()

	chosen := settings{MaxBatchSize: batcher.MaxBatchSize, MaxLatency: batcher.MaxLatency}
	if err := json.Unmarshal([]byte(*given), &chosen); err != nil {
		log.Fatal(err)
	}
	target, err := url.Parse(*model)
	if err != nil {
		log.Fatal(err)
	}
	// Its line of log for each request is left out.
	handler := batcher.New(chosen.MaxBatchSize, chosen.MaxLatency, proxyTo(target), zap.NewNop().Sugar())
	log.Fatal(http.ListenAndServe("127.0.0.1:"+*port, handler))
}

func proxyTo(target *url.URL) http.Handler {
	proxy := httputil.NewSingleHostReverseProxy(target)
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConns = connections
	transport.MaxIdleConnsPerHost = connections
	proxy.Transport = transport
	return proxy
}
