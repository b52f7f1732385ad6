//! What can be said to `skep role`, `skep grant` and the other commands of access control.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use skep_access::{EngineClass, Principal};

use crate::cli::DatabaseOptions;

/// What every command that changes the policy takes.
#[derive(Args)]
pub struct Change {
    #[command(flatten)]
    pub options: DatabaseOptions,
    /// Check everything, print what would change, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct Look {
    #[command(flatten)]
    pub options: DatabaseOptions,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Subcommand)]
pub enum AccessCommand {
    /// Make the tables that keep the policy (SKEP_…), beside Hive's own
    Init {
        #[command(flatten)]
        options: DatabaseOptions,
    },
}

#[derive(Subcommand)]
pub enum RoleCommand {
    /// Make a role
    Create {
        name: String,
        #[command(flatten)]
        change: Change,
    },
    /// Put members into a role
    Add {
        name: String,
        /// user:NAME, group:NAME, role:NAME, sa:NAMESPACE/NAME, service:NAME or arn:…
        #[arg(required = true)]
        members: Vec<String>,
        /// They may put others into it
        #[arg(long)]
        with_admin_option: bool,
        #[command(flatten)]
        change: Change,
    },
    /// Take members out of a role
    Remove {
        name: String,
        #[arg(required = true)]
        members: Vec<String>,
        #[command(flatten)]
        change: Change,
    },
    /// Drop a role with all that was granted to it
    Drop {
        name: String,
        #[command(flatten)]
        change: Change,
    },
    /// List roles and their members
    List {
        #[command(flatten)]
        look: Look,
    },
}

#[derive(Subcommand)]
pub enum FilterCommand {
    /// Make a named filter of a table's rows and columns
    Create {
        name: String,
        #[arg(long, value_name = "DB.TABLE")]
        table: String,
        #[command(flatten)]
        columns: ColumnOptions,
        /// Rows it shows, as in "state IN ('Texas', 'New York')" [default: all]
        #[arg(long, value_name = "EXPR")]
        rows: Option<String>,
        #[command(flatten)]
        change: Change,
    },
    /// Drop a filter that no grant uses
    Drop {
        name: String,
        #[arg(long, value_name = "DB.TABLE")]
        table: String,
        #[command(flatten)]
        change: Change,
    },
    /// List filters, of one table or all
    List {
        #[arg(value_name = "DB.TABLE")]
        table: Option<String>,
        #[command(flatten)]
        look: Look,
    },
}

#[derive(Args)]
pub struct ColumnOptions {
    /// Only these columns
    #[arg(long, value_name = "NAMES", conflicts_with = "columns_except")]
    pub columns: Option<String>,
    /// All but these columns; a column added later is shown
    #[arg(long, value_name = "NAMES")]
    pub columns_except: Option<String>,
}

#[derive(Args)]
pub struct ConditionOptions {
    /// Holds until then: '2027-01-01' or '2027-01-01 12:00:00+00:00'
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// Holds for these engine classes only: E0 to E4
    #[arg(long, value_name = "CLASSES")]
    pub engine: Option<String>,
    /// Holds for these methods of authentication only, as in mtls,jwt
    #[arg(long, value_name = "METHODS")]
    pub authn: Option<String>,
    /// Holds for these networks only, as in 10.0.0.0/8
    #[arg(long, value_name = "CIDRS")]
    pub network: Option<String>,
}

/// What rights are about: --on, or objects with tags.
#[derive(Args)]
pub struct On {
    /// db.table, db.*, db, SERVER, "CATALOG c", "FUNCTION db.f" or "LOCATION 's3://…'"
    #[arg(long, value_name = "OBJECT", required_unless_present = "tagged")]
    pub on: Option<String>,
    /// Whatever has these tags, as in "pii IN (no)"
    #[arg(long, value_name = "TAGS", conflicts_with = "on")]
    pub tagged: Option<String>,
}

#[derive(Args)]
pub struct GrantOptions {
    /// Rights, as in SELECT,DESCRIBE or ALL
    pub rights: String,
    #[command(flatten)]
    pub on: On,
    #[command(flatten)]
    pub columns: ColumnOptions,
    /// A named filter of the table
    #[arg(long, conflicts_with = "rows")]
    pub filter: Option<String>,
    /// Rows, as in "state = 'Texas'"
    #[arg(long, value_name = "EXPR")]
    pub rows: Option<String>,
    /// To whom, separated by commas: role:NAME, user:NAME, sa:NAMESPACE/NAME, public, …
    #[arg(long, value_name = "WHO")]
    pub to: String,
    /// They may grant it to others
    #[arg(long)]
    pub with_grant_option: bool,
    #[command(flatten)]
    pub condition: ConditionOptions,
    #[command(flatten)]
    pub change: Change,
}

#[derive(Args)]
pub struct DenyOptions {
    pub rights: String,
    #[command(flatten)]
    pub on: On,
    #[command(flatten)]
    pub columns: ColumnOptions,
    #[arg(long, value_name = "WHO")]
    pub to: String,
    /// For whom it does not hold
    #[arg(long, value_name = "WHO")]
    pub except: Option<String>,
    #[command(flatten)]
    pub condition: ConditionOptions,
    #[command(flatten)]
    pub change: Change,
}

#[derive(Args)]
pub struct RevokeOptions {
    /// Rights to take back
    #[arg(required_unless_present = "statement")]
    pub rights: Option<String>,
    /// The object of the grant, as skep show grants prints it
    #[arg(long, value_name = "OBJECT", required_unless_present = "statement")]
    pub on: Option<String>,
    #[arg(long, value_name = "WHO", required_unless_present = "statement")]
    pub from: Option<String>,
    /// A deny instead of a grant
    #[arg(long)]
    pub deny: bool,
    /// Any rule by its number
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["rights", "on", "from", "deny"])]
    pub statement: Option<i64>,
    #[command(flatten)]
    pub change: Change,
}

#[derive(Subcommand)]
pub enum RestrictCommand {
    /// Rows that everybody covered sees at the most, whatever was granted
    Rows {
        #[arg(long, value_name = "DB.TABLE")]
        on: String,
        /// The rows, as in "consent = TRUE"
        #[arg(long, value_name = "EXPR")]
        using: String,
        #[command(flatten)]
        covered: Covered,
        #[command(flatten)]
        change: Change,
    },
    /// Columns that nobody covered sees, whatever was granted
    Columns {
        /// Names, separated by commas
        names: String,
        #[arg(long, value_name = "DB.TABLE")]
        on: String,
        #[command(flatten)]
        covered: Covered,
        #[command(flatten)]
        change: Change,
    },
}

#[derive(Args)]
pub struct Covered {
    /// For whom it holds [default: public]
    #[arg(long = "for", value_name = "WHO")]
    pub to: Option<String>,
    /// For whom it does not hold
    #[arg(long, value_name = "WHO")]
    pub except: Option<String>,
}

#[derive(Args)]
pub struct MaskOptions {
    pub column: String,
    #[arg(long, value_name = "DB.TABLE")]
    pub on: String,
    /// NULL, HASH, LAST(n), FIRST(n), "CONST value" or YEAR
    #[arg(long, value_name = "MASK")]
    pub with: String,
    #[command(flatten)]
    pub covered: Covered,
    #[command(flatten)]
    pub change: Change,
}

#[derive(Args)]
pub struct SqlOptions {
    /// One or more statements, as in "GRANT SELECT ON db.t TO role:r"
    #[arg(required = true)]
    pub statements: Vec<String>,
    #[command(flatten)]
    pub change: Change,
}

#[derive(Subcommand)]
pub enum ShowCommand {
    /// Grants, denies, restrictions and masks, with their numbers
    Grants {
        /// Only those for this principal
        #[arg(long, value_name = "WHO")]
        to: Option<Principal>,
        /// Only those on this object
        #[arg(long, value_name = "OBJECT")]
        on: Option<String>,
        #[command(flatten)]
        look: Look,
    },
    /// Named filters
    Filters {
        #[arg(value_name = "DB.TABLE")]
        table: Option<String>,
        #[command(flatten)]
        look: Look,
    },
    /// Roles and their members
    Roles {
        #[command(flatten)]
        look: Look,
    },
}

#[derive(Args)]
pub struct ExplainOptions {
    /// The right, as SELECT
    pub right: skep_access::Right,
    #[arg(value_name = "DB.TABLE")]
    pub table: String,
    /// The principal who asks
    #[arg(long = "as", value_name = "WHO")]
    pub who: Principal,
    /// The groups it is in, separated by commas
    #[arg(long, value_name = "NAMES")]
    pub groups: Option<String>,
    /// The class of engine it comes with
    #[arg(long, value_name = "CLASS", default_value_t = EngineClass::E0)]
    pub engine: EngineClass,
    #[command(flatten)]
    pub look: Look,
}

#[derive(Args)]
pub struct WhoCanOptions {
    pub right: skep_access::Right,
    #[arg(value_name = "DB.TABLE[.COLUMN]")]
    pub object: String,
    #[command(flatten)]
    pub look: Look,
}

#[derive(Subcommand)]
pub enum EngineCommand {
    /// Print the policy as the file that Trino's file-based access control reads, for engines.trino-catalogs
    Rules {
        #[command(flatten)]
        options: DatabaseOptions,
    },
}

#[derive(Subcommand)]
pub enum PolicyCommand {
    /// Print the whole policy as a file
    Export {
        /// File to write [default: standard output]
        #[arg(short, long, value_name = "FILE")]
        file: Option<PathBuf>,
        #[command(flatten)]
        look: Look,
    },
    /// Apply a file: what it says and the policy lacks is added, in one change
    Import {
        #[arg(short, long, value_name = "FILE")]
        file: PathBuf,
        /// Also take out what the file does not say
        #[arg(long)]
        replace: bool,
        #[command(flatten)]
        change: Change,
    },
    /// Look for rules that are broken or promise more than they keep
    Lint {
        #[command(flatten)]
        look: Look,
    },
    /// Every rule that came or went, with the epoch, the time and the person
    History {
        /// From this epoch on
        #[arg(long, value_name = "EPOCH", default_value_t = 0)]
        since: i64,
        #[command(flatten)]
        look: Look,
    },
    /// Make the policy what it was after an epoch
    Rollback {
        epoch: i64,
        #[command(flatten)]
        change: Change,
    },
}
