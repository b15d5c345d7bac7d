/** @file The package's interface for programs. */

export * from './extension.js'
