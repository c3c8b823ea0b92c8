"""The connectors that come with the hub: strangers to each other, each built on `hub.sdk` alone."""
