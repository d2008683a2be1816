module tidegate-bench/kserve

go 1.25.8

require (
	github.com/kserve/kserve v0.19.0
	go.uber.org/zap v1.27.1
)

require (
	github.com/gofrs/uuid/v5 v5.3.0 // indirect
	go.uber.org/multierr v1.11.0 // indirect
)
