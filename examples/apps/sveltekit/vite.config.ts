import adapter from "@sveltejs/adapter-node";
import { sveltekit } from "@sveltejs/kit/vite";
import { defineConfig, loadEnv } from "vite";

export default defineConfig(({ mode }) => ({
  plugins: [sveltekit({ adapter: adapter(), paths: { origin: loadEnv(mode, ".", "").APP_URL } })],
}));
